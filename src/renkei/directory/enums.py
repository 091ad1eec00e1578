from django.db import models

from renkei.core.ui.text import bi


class OrganisationKind(models.TextChoices):
    PREFECTURE = "prefecture", bi("都道府県", "Prefecture")
    MUNICIPALITY = "municipality", bi("市区町村", "Municipality")
    UNIVERSITY = "university", bi("大学", "University")
    INSTITUTE = "institute", bi("研究所", "Research institute")
    PUBLIC_INSTITUTE = "public_institute", bi("公設試験研究機関", "Public testing and research institute")
    NATIONAL_CENTRE = "national_centre", bi("国立の研究センター", "National centre")
    FOUNDATION = "foundation", bi("財団法人", "Foundation")
    COMPANY = "company", bi("企業", "Company")
    BANK = "bank", bi("金融機関", "Bank or other financial institution")
    SCHOOL = "school", bi("学校", "School")
    MINISTRY = "ministry", bi("国の機関", "National government body")
    OTHER = "other", bi("その他", "Other")


class UnitKind(models.TextChoices):
    DEPARTMENT = "department", bi("部", "Department")
    DIVISION = "division", bi("課", "Division")
    OFFICE = "office", bi("室・部門", "Office")
    CAMPUS = "campus", bi("キャンパス", "Campus")
    INSTITUTE = "institute", bi("研究所", "Institute")
    OTHER = "other", bi("その他", "Other")


class IdentifierScheme(models.TextChoices):
    CORPORATE_NUMBER = "corporate_number", bi("法人番号", "Corporate number")
    LOCAL_GOVERNMENT_CODE = "local_government_code", bi("全国地方公共団体コード", "Local government code")
    RESEARCH_ORGANISATION_CODE = (
        "research_organisation_code",
        bi("e-Rad所属研究機関コード", "e-Rad research organisation code"),
    )
    ROR = "ror", bi("ROR", "ROR")
    ISNI = "isni", bi("ISNI", "ISNI")
    SCHOOL_CODE = "school_code", bi("学校コード", "School code")


class PartyRole(models.TextChoices):
    HOST = "host", bi("設置者", "Host")
    PARTNER = "partner", bi("連携先", "Partner")


class Way(models.TextChoices):
    """By what two records are alike, the surest first."""

    IDENTIFIER = "identifier", bi("同じ番号", "same identifier")
    WEBSITE = "website", bi("同じウェブサイト", "same website")
    NAME = "name", bi("同じ名称（以前の名称、表記の違いを含む）", "same name, in other writing or earlier")
    KANA = "kana", bi("同じ読み", "same reading in kana")
    ROMAN = "roman", bi("同じ英字の氏名", "same name in Latin letters")
    NEAR = "near", bi("一文字だけ違う名称", "names one letter apart")
