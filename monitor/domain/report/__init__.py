"""The availability report: figures out of a chronicle, in plain types that any format can be written from."""
