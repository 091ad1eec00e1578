"""Variant forms of Chinese characters in names, brought to one form for comparing only.

The first form of each group is the one compared by. 斎 and 斉 are different letters and yet one family
name in most lists, so they are compared as one. The former forms are those that the table of characters in
common use (常用漢字表, cabinet notice 2 of 2010) prints in brackets; the other groups are forms met in names.
"""

_GROUPS = """
高髙 崎﨑嵜 辺邊邉 斉齊斎齋 沢澤 浜濵濱 広廣 国國囯 学學斈 桜櫻 真眞 恵惠 徳德 栄榮 島嶋嶌 富冨 清淸 瀬瀨
万萬 竜龍 亀龜 滝瀧 渋澁澀 荘莊 寿壽 実實 寛寬 蔵藏 円圓 団團 県縣 応應 豊豐 静靜 与與 会會 号號 変變 体體
芸藝 医醫 駅驛 鉄鐵 塩鹽 黒黑 横橫 条條 弥彌 彦彥 児兒 渕淵渊 館舘 曽曾 桑桒 吉𠮷 昇曻 巌巖 来來 礼禮 戸戶
歩步 増增 渉涉 鴎鷗 関關 経經 済濟 総總 証證 発發 当當 図圖 気氣 売賣 読讀 産產 薬藥 温溫 郎郞 緑綠 録錄
柳栁 槙槇 穂穗 緒緖 粛肅 峰峯 凛凜 遥遙 尭堯 鉱鑛 労勞 松枩 杉椙 梅楳 船舩 野埜 教敎 青靑 晴晴 頼賴 霊靈
"""

_FORMER = """
乗乘 乱亂 亜亞 仏佛 併倂 仮假 伝傳 偽僞 価價 倹儉 両兩 剰剩 剣劍 剤劑 勲勳 励勵 勧勸 区區 巻卷
即卽 参參 単單 厳嚴 嘱囑 圏圈 囲圍 堕墮 圧壓 塁壘 壊壞 壌壤 壮壯 壱壹 奥奧 奨奬 嬢孃 寝寢 写寫
宝寶 将將 専專 対對 届屆 属屬 峡峽 岳嶽 巣巢 帯帶 廃廢 庁廳 弾彈 径徑 従從 徴徵 恒恆 悪惡 悩惱
慎愼 惨慘 懐懷 恋戀 戦戰 戯戲 戻戾 払拂 抜拔 拝拜 挟挾 挿插 掲揭 揺搖 捜搜 択擇 撃擊 担擔 拠據
挙擧 拡擴 摂攝 収收 効效 叙敍 勅敕 数數 断斷 晩晚 昼晝 暦曆 暁曉 桟棧 概槪 楽樂 楼樓 枢樞 様樣
検檢 権權 欧歐 歓歡 歴歷 帰歸 残殘 殻殼 殴毆 毎每 涙淚 浄淨 浅淺 渇渴 渓溪 滞滯 満滿 潜潛 湿濕
湾灣 灯燈 焼燒 営營 炉爐 争爭 為爲 犠犧 状狀 狭狹 独獨 猟獵 獣獸 献獻 瓶甁 画畫 畳疊 痩瘦 痴癡
盗盜 尽盡 研硏 砕碎 秘祕 禅禪 称稱 稲稻 穏穩 窃竊 並竝 粋粹 糸絲 縁緣 縦縱 縄繩 絵繪 継繼 続續
繊纖 欠缺 缶罐 声聲 聴聽 脳腦 胆膽 臓臟 台臺 旧舊 艶艷 茎莖 薫薰 処處 虚虛 蛍螢 虫蟲 蚕蠶 蛮蠻
衛衞 装裝 褒襃 覚覺 覧覽 観觀 触觸 謡謠 訳譯 誉譽 譲讓 予豫 弐貳 賛贊 践踐 軽輕 転轉 辞辭 逓遞
遅遲 郷鄕 酔醉 醸釀 釈釋 銭錢 錬鍊 鎮鎭 鋳鑄 陥陷 随隨 険險 隠隱 双雙 雑雜 覇霸 顕顯 翻飜 余餘
騒騷 駆驅 験驗 髄髓 髪髮 闘鬭 鶏鷄 麦麥 麺麵 黄黃 黙默 点點 党黨 歯齒 齢齡
"""

VARIANT_KANJI = {
    ord(variant): group[0]
    for group in (_GROUPS + _FORMER).split()
    for variant in group[1:]
    if variant != group[0]
}
