"""The names and meanings of everything ``/probe`` exports, word for word those of blackbox_exporter."""

from __future__ import annotations

from monitor.adapters.blackbox.gauges import Family

SUCCESS = Family("probe_success", "Displays whether or not the probe was a success")
DURATION = Family("probe_duration_seconds", "Returns how long the probe took to complete in seconds")
TIMEOUT = Family("probe_timeout_seconds", "Returns the timeout in seconds used for the probe")
FAILED_DUE_TO_REGEX = Family("probe_failed_due_to_regex", "Indicates if probe failed due to regex")

LOOKUP = Family("probe_dns_lookup_time_seconds", "Returns the time taken for probe dns lookup in seconds")
IP_PROTOCOL = Family("probe_ip_protocol", "Specifies whether probe ip protocol is IP4 or IP6")
IP_ADDR_HASH = Family(
    "probe_ip_addr_hash",
    "Specifies the hash of IP address. It's useful to detect if the IP address changes.",
)

HTTP_DURATION = Family(
    "probe_http_duration_seconds", "Duration of http request by phase, summed over all redirects", ("phase",)
)
HTTP_STATUS = Family("probe_http_status_code", "Response HTTP status code")
HTTP_VERSION = Family("probe_http_version", "Returns the version of HTTP of the probe response")
HTTP_CONTENT_LENGTH = Family("probe_http_content_length", "Length of http content response")
HTTP_BODY_LENGTH = Family("probe_http_uncompressed_body_length", "Length of uncompressed response body")
HTTP_REDIRECTS = Family("probe_http_redirects", "The number of redirects")
HTTP_SSL = Family("probe_http_ssl", "Indicates if SSL was used for the final redirect")
HTTP_LAST_MODIFIED = Family(
    "probe_http_last_modified_timestamp_seconds", "Returns the Last-Modified HTTP response header in unixtime"
)

EARLIEST_EXPIRY = Family("probe_ssl_earliest_cert_expiry", "Returns last SSL chain expiry in unixtime")
CHAIN_EXPIRY = Family("probe_ssl_last_chain_expiry_timestamp_seconds", "Returns last SSL chain expiry in timestamp")
CHAIN = Family(
    "probe_ssl_last_chain_info",
    "Contains SSL leaf certificate information",
    ("fingerprint_sha256", "subject", "issuer", "subjectalternative", "serialnumber"),
)
TLS_VERSION = Family("probe_tls_version_info", "Returns the TLS version used or NaN when unknown", ("version",))
TLS_CIPHER = Family("probe_tls_cipher_info", "Returns the TLS cipher negotiated during handshake", ("cipher",))

DNS_DURATION = Family("probe_dns_duration_seconds", "Duration of DNS request by phase", ("phase",))
DNS_ANSWERS = Family("probe_dns_answer_rrs", "Returns number of entries in the answer resource record list")
DNS_AUTHORITIES = Family("probe_dns_authority_rrs", "Returns number of entries in the authority resource record list")
DNS_ADDITIONALS = Family("probe_dns_additional_rrs", "Returns number of entries in the additional resource record list")
DNS_SUCCEEDED = Family("probe_dns_query_succeeded", "Displays whether or not the query was executed successfully")
DNS_SERIAL = Family("probe_dns_serial", "Returns the serial number of the zone")

ICMP_DURATION = Family("probe_icmp_duration_seconds", "Duration of icmp request by phase", ("phase",))
ICMP_HOP_LIMIT = Family("probe_icmp_reply_hop_limit", "Replied packet hop limit (TTL for ipv4)")

GRPC_DURATION = Family("probe_grpc_duration_seconds", "Duration of gRPC request by phase", ("phase",))
GRPC_SSL = Family("probe_grpc_ssl", "Indicates if SSL was used for the connection")
GRPC_STATUS = Family("probe_grpc_status_code", "Response gRPC status code")
GRPC_HEALTH = Family("probe_grpc_healthcheck_response", "Response HealthCheck response", ("serving_status",))

MAINTENANCE = Family(
    "marsad_maintenance_active",
    "Whether a live window with impact above none covers the service.",
    ("platform", "service_id", "tier", "dependency"),
)
