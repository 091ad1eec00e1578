from renkei.core.accounts.factors import SignInFactor, SignInIdentity
from renkei.core.accounts.models import User
from renkei.core.files.models import Document
from renkei.core.history.acts import ActCount
from renkei.core.history.agreed import TextAgreed
from renkei.core.jobs.models import Decision, LongJob
from renkei.core.merging.models import Forward, KeptApart
from renkei.core.notices.models import MailChoice, Notice, Told
from renkei.core.records.cluster import Cluster
from renkei.core.search.models import SearchEntry

__all__ = [
    "ActCount",
    "Cluster",
    "Decision",
    "Document",
    "Forward",
    "KeptApart",
    "LongJob",
    "MailChoice",
    "Notice",
    "SearchEntry",
    "SignInFactor",
    "SignInIdentity",
    "TextAgreed",
    "Told",
    "User",
]
