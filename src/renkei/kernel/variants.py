"""Variant forms of Chinese characters in names, brought to one form for comparing only.

The first form of each group is the one compared by. 斎 and 斉 are different letters and yet one family
name in most lists, so they are compared as one.
"""

_GROUPS = """
高髙 崎﨑嵜 辺邊邉 斉齊斎齋 沢澤 浜濵濱 広廣 国國囯 学學斈 桜櫻 真眞 恵惠 徳德 栄榮 島嶋嶌 富冨 清淸 瀬瀨
万萬 竜龍 亀龜 滝瀧 渋澁澀 荘莊 寿壽 実實 寛寬 蔵藏 円圓 団團 県縣 応應 豊豐 静靜 与與 会會 号號 変變 体體
芸藝 医醫 駅驛 鉄鐵 塩鹽 黒黑 横橫 条條 弥彌 彦彥 児兒 渕淵渊 館舘 曽曾 桑桒 吉𠮷 昇曻 巌巖 来來 礼禮 戸戶
歩步 増增 渉涉 鴎鷗 関關 経經 済濟 総總 証證 発發 当當 図圖 気氣 売賣 読讀 産產 薬藥 温溫 郎郞 緑綠 録錄
柳栁 槙槇 穂穗 緒緖 粛肅 峰峯 凛凜 遥遙 尭堯 鉱鑛 労勞 松枩 杉椙 梅楳 船舩 野埜 教敎 青靑 晴晴 頼賴 霊靈
"""

VARIANT_KANJI = {
    ord(variant): group[0] for group in _GROUPS.split() for variant in group[1:] if variant != group[0]
}
