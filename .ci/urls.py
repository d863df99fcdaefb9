"""Where the project is kept, for the metadata of a package that a workflow builds; else the address is not known."""

import os

from hatchling.metadata.plugin.interface import MetadataHookInterface


class Addresses(MetadataHookInterface):
    """Add the addresses of the repository."""

    def update(self, metadata: dict) -> None:
        """Set ``[project.urls]``."""
        if "GITHUB_REPOSITORY" in os.environ:
            repository = "{GITHUB_SERVER_URL}/{GITHUB_REPOSITORY}".format(**os.environ)
            changes = f"{repository}/blob/main/CHANGELOG.md"
            metadata["urls"] = {"Repository": repository, "Issues": f"{repository}/issues", "Changelog": changes}
