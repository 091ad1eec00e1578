"""Every public page that is not one record's: the groups of the foot of each page and of the site map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from renkei.core.ui.text import bi
from renkei.portal.menu import in_order

if TYPE_CHECKING:
    from renkei.core.records.cluster import Cluster

GROUPS: tuple[tuple[Any, tuple[tuple[str, Any], ...]], ...] = (
    (
        bi("クラスターを知る", "About the cluster"),
        (
            ("structure", bi("推進体制", "Structure")),
            ("agreements", bi("協定", "Agreements")),
            ("partnerships", bi("連携の取組", "Partnerships")),
            ("milestones", bi("年表", "Milestones")),
            ("documents", bi("資料", "Documents")),
        ),
    ),
    (
        bi("数字と報告", "Figures and reports"),
        (
            ("figures", bi("指標", "Key figures")),
            ("money", bi("予算と実績", "Money")),
            ("reports", bi("報告書", "Reports")),
        ),
    ),
    (
        bi("研究と企業", "Research and companies"),
        (
            ("joint-research", bi("共同研究", "Joint research")),
            ("results", bi("共同研究の成果", "Results of joint research")),
            ("seeds", bi("研究シーズ", "Seeds")),
            ("needs", bi("企業のニーズ", "Needs")),
            ("ventures", bi("ベンチャー企業", "Ventures")),
            ("ask", bi("技術の相談をする", "Ask for help")),
        ),
    ),
    (
        bi("学ぶ・参加する", "Take part"),
        (
            ("programmes", bi("人材育成", "Programmes for students")),
            ("events", bi("行事", "Events")),
            ("news", bi("お知らせ", "News")),
        ),
    ),
    (
        bi("このサイト", "This site"),
        (
            ("access", bi("アクセス", "Access")),
            ("inquiries", bi("お問い合わせ", "Inquiries")),
            ("search", bi("検索", "Search")),
            ("open-data", bi("オープンデータ", "Open data")),
            ("accessibility", bi("アクセシビリティ", "Accessibility")),
            ("privacy", bi("個人情報の取り扱い", "Privacy")),
            ("site-map", bi("すべての頁", "All pages")),
        ),
    ),
)


def grouped_pages(language: str, cluster: Cluster) -> list[dict[str, Any]]:
    """Return the groups with the addresses of their pages, those of the cluster's menu first."""
    return [
        {
            "label": label,
            "pages": [
                {"url": reverse(f"portal:{name}", args=[language]), "label": words}
                for name, words in in_order(pages, cluster)
            ],
        }
        for label, pages in GROUPS
    ]
