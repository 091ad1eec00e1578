from django.db import models

from renkei.core.ui.text import bi


class Whose(models.TextChoices):
    STAFF = "staff", bi("職員・役職者", "Staff and office holders")
    MEMBER = "member", bi("会議体の構成員", "Members of bodies")
    CONTACT = "contact", bi("連絡先の担当者", "Contacts of organisations")
    USER = "user", bi("利用者", "Users")
    INQUIRER = "inquirer", bi("問い合わせた人", "People who asked")
    REQUESTER = "requester", bi("請求した人・関係する人", "Requesters and persons concerned")


class Sensitivity(models.TextChoices):
    ORDINARY = "ordinary", bi("通常", "Ordinary")
    SENSITIVE = "sensitive", bi("要配慮", "Special care required")
    MINORS = "minors", bi("未成年者", "Minors")


class Treatment(models.TextChoices):
    """What an erasure does with a field."""

    MARK = "mark", bi("「（削除済み）」に置き換える", "Replaced by “（削除済み）”")
    BLANK = "blank", bi("空にする", "Made empty")
    ALIAS = "alias", bi("意味のない識別名に置き換える", "Replaced by a meaningless identifier")
    DELETE = "delete", bi("行を削除する", "The row is deleted")
    UNLINKED = "unlinked", bi("名前のない記録として残す", "Stays as a record of somebody without a name")
