import time, random
import pytest
from django.db import connection
from renkei.core.history.journal import journal
from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.merging.registry import sameness_of
from renkei.directory.models import Organisation
from renkei.kernel.localised import Localised
@pytest.mark.django_db
def test_big():
    random.seed(1)
    syl="山川田中村上下北南東西高橋木林森石井藤原本松竹梅桜海島浜谷沢野水火金土日月星空雲雨雪風花草葉"
    def name(): return "".join(random.choice(syl) for _ in range(random.randint(4,8)))+random.choice(["製作所","商店","工業","研究所","株式会社"])
    rows=[Organisation(slug=f"o-{i}", name=Localised({"ja":name(),"en":f"Name {i}"}), kind="company", kana="") for i in range(99_000)]
    rows+=[Organisation(slug=f"q-{i}", name=Localised({"ja":"不明"}), kind="company") for i in range(500)]
    rows.append(Organisation(slug="z-1", name=Localised({"ja":"ひとつだけちがう店鋪"}), kind="company")); rows.append(Organisation(slug="z-2", name=Localised({"ja":"ひとつだけちがう店舗"}), kind="company"))
    t=time.time()
    with journal(actor=COMMAND_LINE, action="test"):
        for s in range(0,len(rows),5000): Organisation.objects.bulk_create(rows[s:s+5000])
    print("insert", time.time()-t, flush=True)
    with connection.cursor() as c: c.execute("ANALYZE")
    s=sameness_of("organisation")
    t=time.time()
    try:
        r=s.near(); print("near", round(time.time()-t,3), len(r), r[-1:])
    except Exception as e: print("near", time.time()-t, e)
