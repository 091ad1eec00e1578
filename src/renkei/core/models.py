from renkei.core.accounts.models import User
from renkei.core.files.models import Document
from renkei.core.merging.models import Forward, KeptApart
from renkei.core.records.cluster import Cluster
from renkei.core.search.models import SearchEntry

__all__ = ["Cluster", "Document", "Forward", "KeptApart", "SearchEntry", "User"]
