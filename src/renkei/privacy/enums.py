from django.db import models

from renkei.core.ui.text import bi


class SubjectKind(models.TextChoices):
    PERSON = "person", bi("名簿の人", "Person of the directory")
    USER = "user", bi("利用者", "User")
    ADDRESS = "address", bi("どちらでもない人（メールアドレス）", "Neither: by mail address")


class CaseKind(models.TextChoices):
    DISCLOSURE = "disclosure", bi("開示", "Disclosure")
    CORRECTION = "correction", bi("訂正", "Correction")
    ERASURE = "erasure", bi("利用停止・消去", "Suspension of use, erasure")


class CaseState(models.TextChoices):
    RECEIVED = "received", bi("受付", "Received")
    IDENTIFIED = "identified", bi("本人確認済み", "Identity checked")
    DONE = "done", bi("完了", "Done")
    REFUSED = "refused", bi("不開示・不訂正など", "Refused")


class IdentityCheck(models.TextChoices):
    PHOTO = "photo", bi("顔写真付きの公的な証明書", "Official paper with a photograph")
    TWO_PAPERS = "two_papers", bi("顔写真のない公的な証明書二点", "Two official papers without a photograph")
    POST = "post", bi("郵送（証明書の写しと住民票）", "By post: copy of a paper and certificate of residence")
    AGENT = "agent", bi("代理人（委任状と証明書）", "Agent, with a power of attorney and papers")
    IN_PERSON = "in_person", bi("職員が本人を知っている", "Known in person to the office")


class BreachState(models.TextChoices):
    FOUND = "found", bi("発覚", "Found")
    PRELIMINARY = "preliminary", bi("速報済み", "Preliminary report made")
    FINAL = "final", bi("確報済み", "Final report made")
    CLOSED = "closed", bi("終了", "Closed")


class ErasureCause(models.TextChoices):
    REQUEST = "request", bi("本人の請求", "At the person's request")
    RETENTION = "retention", bi("保存期間の満了", "End of the time of keeping")
    REPLAY = "replay", bi("復元後のやり直し", "Repeated after a restore")


class Way(models.TextChoices):
    PAGE = "page", bi("記録のページ", "Page of a record")
    HISTORY = "history", bi("履歴", "History")
    LIST = "list", bi("一覧", "List")
    SEARCH = "search", bi("検索", "Search")
    DOWNLOAD = "download", bi("ダウンロード", "Download")
    DISCLOSURE = "disclosure", bi("開示の書面", "Disclosure")
    FORM = "form", bi("入力画面", "Form")
