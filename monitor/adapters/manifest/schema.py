"""The JSON Schema of each kind of file, made from the models, so that editors can check while one types."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Literal

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema

from monitor.adapters.manifest.notation import written
from monitor.adapters.manifest.platform_file import PlatformFile
from monitor.adapters.manifest.scenario_file import ScenarioFile
from monitor.adapters.manifest.settings_file import MarsadFile
from monitor.adapters.manifest.window_file import WindowsFile

Kind = Literal["marsad", "platform", "windows", "scenario"]
KINDS: dict[Kind, type[BaseModel]] = {
    "marsad": MarsadFile,
    "platform": PlatformFile,
    "windows": WindowsFile,
    "scenario": ScenarioFile,
}


class _Generator(GenerateJsonSchema):
    """Writes defaults as our files would."""

    def encode_default(self, dft: Any) -> Any:  # noqa: ANN401 -- pydantic's own signature
        """``dft`` as it stands in a file: a length as text, a section as its keys."""
        if isinstance(dft, timedelta):
            return written(dft)
        if isinstance(dft, BaseModel):
            fields = type(dft).model_fields.items()
            return {field.alias or key: self.encode_default(getattr(dft, key)) for key, field in fields}
        return super().encode_default(dft)


def schema(kind: Kind) -> dict[str, Any]:
    """JSON Schema 2020-12 of the files of ``kind``."""
    made = KINDS[kind].model_json_schema(schema_generator=_Generator)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made, "title": f"Marsad {kind} file"}
