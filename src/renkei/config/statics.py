"""Static files under names that change with their content, so that browsers may keep them for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class CollectedStatics(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types
    """Files that were not collected (in a test, before the first start) keep their own names."""

    manifest_strict = False

    def stored_name(self, name: str) -> str:
        return str(super().stored_name(name)) if self.hash_key(name) in self.hashed_files else name
