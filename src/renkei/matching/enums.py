from django.db import models

from renkei.core.ui.text import bi


class Confidence(models.TextChoices):
    """Who may know of a need, and of all that hangs on it."""

    PRIVATE = "private", bi("担当コーディネーターだけ", "Its coordinator only")
    SHARED = "shared", bi("所管と指定した組織", "Its holder and the organisations named")
    PUBLIC = "public", bi("匿名の概要を公開", "An anonymised profile is public")


class Wish(models.TextChoices):
    """Who may see it, as a company is asked."""

    OFFICE = "office", bi("窓口の組織の中だけ", "Only inside the office")
    COORDINATOR = "coordinator", bi("担当コーディネーター一人だけ", "One coordinator only")
    OUTLINE = "outline", bi("社名を伏せた概要は公開してよい", "An outline without the name may be public")


class Channel(models.TextChoices):
    VISIT = "visit", bi("訪問", "Visit")
    TELEPHONE = "telephone", bi("電話", "Telephone")
    MAIL = "mail", bi("メール", "E-mail")
    EVENT = "event", bi("行事", "Event")
    BANK = "bank", bi("金融機関からの紹介", "Introduced by a bank")
    REFERRAL = "referral", bi("紹介", "Referral")
    WEB = "web", bi("公開サイト", "Public site")
    OTHER = "other", bi("その他", "Other")


class RequestKind(models.TextChoices):
    TECHNOLOGY = "technology", bi("技術を探している", "Looking for a technology")
    RESEARCH = "research", bi("共同研究の相手を探している", "Looking for a research partner")
    ANALYSIS = "analysis", bi("測定・分析", "Measurement or analysis")
    ADVICE = "advice", bi("技術相談", "Technical advice")
    BUSINESS = "business", bi("事業の相手を探している", "Looking for a business partner")


class CompanySize(models.TextChoices):
    MICRO = "micro", bi("20人以下", "Up to 20 people")
    SMALL = "small", bi("21～100人", "21 to 100")
    MEDIUM = "medium", bi("101～300人", "101 to 300")
    LARGE = "large", bi("301人以上", "301 or more")


class NeedState(models.TextChoices):
    UNCONFIRMED = "unconfirmed", bi("メールの確認待ち", "Waiting for confirmation by mail")
    OPEN = "open", bi("受付済み", "Received")
    IN_CASE = "in_case", bi("案件として進行中", "Being carried as a case")
    ANSWERED = "answered", bi("回答済み", "Answered")
    EXPIRED = "expired", bi("期限切れ", "Expired")
    CLOSED = "closed", bi("終了", "Closed")


class MessageFrom(models.TextChoices):
    COMPANY = "company", bi("企業", "The company")
    OFFICE = "office", bi("窓口", "The office")
    INTERESTED = "interested", bi("関心を寄せた人", "Somebody interested")


class ProfileState(models.TextChoices):
    DRAFT = "draft", bi("下書き", "Draft")
    PROPOSED = "proposed", bi("別の人の確認待ち", "Waiting for a second pair of eyes")
    APPROVED = "approved", bi("確認済み", "Approved")
    ENDED = "ended", bi("掲載終了", "Ended")


class SeedStage(models.TextChoices):
    BASIC = "basic", bi("基礎研究", "Basic research")
    PRINCIPLE = "principle", bi("原理を確認", "Principle shown")
    PROTOTYPE = "prototype", bi("試作", "Prototype")
    FIELD = "field", bi("実証", "Tested in the field")
    PRODUCT = "product", bi("実用化", "In use")


class SeedState(models.TextChoices):
    ACTIVE = "active", bi("公開中・活動中", "Active")
    RESTING = "resting", bi("休止", "Resting")
    ENDED = "ended", bi("終了", "Ended")


class WorkKind(models.TextChoices):
    PAPER = "paper", bi("論文", "Paper")
    BOOK = "book", bi("著書", "Book")
    PRESENTATION = "presentation", bi("発表", "Presentation")
    RIGHT = "right", bi("知的財産", "Industrial property right")
    PROJECT = "project", bi("研究課題", "Research project")
    OTHER = "other", bi("その他", "Other")


class WorkSource(models.TextChoices):
    OFFICE = "office", bi("窓口の入力", "Entered by the office")
    KAKEN = "kaken", bi("KAKEN（科研費）", "KAKEN (grants-in-aid)")
    RESEARCHMAP = "researchmap", bi("researchmap（業績）", "researchmap (achievements)")


class RefreshState(models.TextChoices):
    """How the yearly refresh of one sheet stands."""

    ASKED = "asked", bi("回答待ち", "Owed")
    CONFIRMED = "confirmed", bi("変更なしと確認", "Confirmed unchanged")
    PROPOSED = "proposed", bi("訂正の確認待ち", "Corrections to decide on")
    TAKEN = "taken", bi("訂正を反映", "Corrections taken over")
    SET_ASIDE = "set_aside", bi("訂正を見送り", "Corrections set aside")


class Verdict(models.TextChoices):
    ACCEPTED = "accepted", bi("合いそう", "Fits")
    REJECTED = "rejected", bi("合わない", "Does not fit")
    NOTHING = "nothing", bi("合うシーズがない", "No seed fits")


class RejectionReason(models.TextChoices):
    OTHER_SUBJECT = "other_subject", bi("対象が違う", "Another subject")
    OTHER_PURPOSE = "other_purpose", bi("目的が違う", "Another purpose")
    TOO_EARLY = "too_early", bi("研究の段階が早い", "Too early a stage")
    NOT_AVAILABLE = "not_available", bi("研究者が引き受けられない", "The researcher is not available")
    ALREADY_KNOWN = "already_known", bi("すでに試した・知っている", "Already tried or known")
    RIGHTS = "rights", bi("権利・秘密の事情", "Rights or secrecy")
    OTHER = "other", bi("その他", "Other")


class ActivityKind(models.TextChoices):
    VISIT = "visit", bi("訪問", "Visit")
    CALL = "call", bi("電話", "Call")
    MAIL = "mail", bi("メール", "E-mail")
    MEETING = "meeting", bi("面談", "Meeting")
    EVENT = "event", bi("行事", "Event")
    OTHER = "other", bi("その他", "Other")


class StagePhase(models.TextChoices):
    OPEN = "open", bi("進行中", "Under way")
    REACHED = "reached", bi("成果に至った", "Reached an outcome")
    CLOSED = "closed", bi("終了", "Closed")


class IntroductionState(models.TextChoices):
    ASKING = "asking", bi("同意を確認中", "Asking for consent")
    AGREED = "agreed", bi("双方が同意", "Both agree")
    MADE = "made", bi("引き合わせた", "Introduced")
    DECLINED_BY_COMPANY = "declined_by_company", bi("企業が辞退", "Declined by the company")
    DECLINED_BY_RESEARCHER = "declined_by_researcher", bi("研究者が辞退", "Declined by the researcher")


class CheckState(models.TextChoices):
    NOT_NEEDED = "not_needed", bi("不要", "Not needed")
    PENDING = "pending", bi("確認中", "Under way")
    DONE = "done", bi("済み", "Done")


class FundState(models.TextChoices):
    PLANNED = "planned", bi("準備中", "Planned")
    APPLIED = "applied", bi("申請済み", "Applied")
    ADOPTED = "adopted", bi("採択", "Adopted")
    REJECTED = "rejected", bi("不採択", "Not adopted")
    RUNNING = "running", bi("実施中", "Running")
    ENDED = "ended", bi("終了", "Ended")
    DROPPED = "dropped", bi("見送り", "Not pursued")


class LinkPurpose(models.TextChoices):
    CONFIRM_NEED = "confirm_need", bi("ニーズの登録の確認", "Confirmation of a need")
    FOLLOW_NEED = "follow_need", bi("企業の進み具合の頁", "Page of a company's request")
    REFRESH_SEED = "refresh_seed", bi("シーズの更新", "Refresh of a seed")
