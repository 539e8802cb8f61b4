/** Words of three scripts that are judged (Latin, Han in both forms), for texts that no rule was made for. */
const SCRIPTS = [
  {
    words:
      'archive autumn record village teacher bridge letter harbour council paper office market evening winter number report witness engine station garden question answer author border picture doctor mountain river signal kitchen window ticket summer museum printer lesson silver copper season worker farmer soldier student border valley island corner member public private early later often seldom quiet broad narrow clear plain local foreign modern ancient held found kept wrote counted opened closed moved carried reached followed showed named built sold bought asked answered near under over behind across before after during without within the the the the the the the the the the of of of of of of and and and and and to to to to in in in in is is was was it it that that for for as with by on at from were had this'.split(
        ' ',
      ),
    gap: ' ',
    comma: ', ',
    stop: '. ',
    letters: [600, 4_000],
  },
  {
    words:
      '档案 秋天 记录 村庄 老师 桥梁 信件 港口 会议 报纸 办公室 市场 晚上 冬天 数字 报告 证人 机器 车站 花园 问题 答案 作者 边界 图片 医生 高山 河流 信号 厨房 窗户 车票 夏天 博物馆 印刷 课程 白银 黄铜 季节 工人 农民 学生 山谷 岛屿 角落 成员 公开 私人 很早 后来 常常 很少 安静 宽阔 狭窄 清楚 普通 当地 外国 现代 古代 保存 发现 写下 计算 打开 关闭 移动 带来 到达 跟随 表示 命名 建造 卖出 买下 询问 回答 附近 下面 上面 后面 以前 以后 期间 没有 其中 的 的 的 了 了 是 在 和'.split(
        ' ',
      ),
    gap: '',
    comma: '，',
    stop: '。',
    letters: [300, 1_500],
  },
  {
    words:
      '檔案 秋天 記錄 村莊 老師 橋梁 信件 港口 會議 報紙 辦公室 市場 晚上 冬天 數字 報告 證人 機器 車站 花園 問題 答案 作者 邊界 圖片 醫生 高山 河流 訊號 廚房 窗戶 車票 夏天 博物館 印刷 課程 白銀 黃銅 季節 工人 農民 學生 山谷 島嶼 角落 成員 公開 私人 很早 後來 常常 很少 安靜 寬闊 狹窄 清楚 普通 當地 外國 現代 古代 保存 發現 寫下 計算 打開 關閉 移動 帶來 到達 跟隨 表示 命名 建造 賣出 買下 詢問 回答 附近 下面 上面 後面 以前 以後 期間 沒有 其中 的 的 的 了 了 是 在 和'.split(
        ' ',
      ),
    gap: '',
    comma: '，',
    stop: '。',
    letters: [300, 1_500],
  },
] as const;

/** So many texts of three scripts in turn, several hundred to 4,000 letters each, no two alike; the same ones every time. */
export function variedTexts(count: number): string[] {
  let state = 42;
  const below = (limit: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  return Array.from({ length: count }, (_, i) => {
    const script = SCRIPTS[i % SCRIPTS.length] as (typeof SCRIPTS)[number];
    const [least, most] = script.letters;
    const length = least + below(most - least);
    let text = '';
    while (text.length < length) {
      const words = Array.from({ length: 5 + below(14) }, () => script.words[below(script.words.length)] as string);
      const [first = ''] = words;
      words[0] = first.charAt(0).toUpperCase() + first.slice(1);
      const middle = 2 + below(words.length - 2);
      text += `${words.slice(0, middle).join(script.gap)}${script.comma}${words.slice(middle).join(script.gap)}${below(6) === 0 ? `${script.stop.trim()}\n\n` : script.stop}`;
    }
    return text.trim();
  });
}
