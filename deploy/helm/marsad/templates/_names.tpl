{{- define "marsad.name" -}}
{{- .Values.nameOverride | default .Chart.Name | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "marsad.fullname" -}}
{{- $name := include "marsad.name" . }}
{{- $whole := contains $name .Release.Name | ternary .Release.Name (printf "%s-%s" .Release.Name $name) }}
{{- .Values.fullnameOverride | default $whole | trunc 52 | trimSuffix "-" }}
{{- end }}

{{- define "marsad.selector" -}}
app.kubernetes.io/name: {{ include "marsad.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "marsad.labels" -}}
{{ include "marsad.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/component: monitor
app.kubernetes.io/part-of: marsad
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{- define "marsad.serviceAccount" -}}
{{- if .Values.serviceAccount.create }}
{{- .Values.serviceAccount.name | default (include "marsad.fullname" .) }}
{{- else }}
{{- .Values.serviceAccount.name | default "default" }}
{{- end }}
{{- end }}

{{- /* Path to contents, as YAML: the configuration that was given, or the one that was shipped. */}}
{{- define "marsad.files" -}}
{{- $files := dict }}
{{- range $pattern := list "files/config/*.yaml" "files/config/modules.yml" "files/config/platforms/*.yaml" "files/config/windows/*.yaml" }}
{{- range $path, $contents := $.Files.Glob $pattern }}
{{- $_ := set $files (trimPrefix "files/config/" $path) (toString $contents) }}
{{- end }}
{{- end }}
{{- .Values.config | default $files | toYaml }}
{{- end }}
