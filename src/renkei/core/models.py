from renkei.core.accounts.factors import SignInFactor, SignInIdentity
from renkei.core.accounts.models import User
from renkei.core.files.models import Document
from renkei.core.records.cluster import Cluster
from renkei.core.search.models import SearchEntry

__all__ = ["Cluster", "Document", "SearchEntry", "SignInFactor", "SignInIdentity", "User"]
