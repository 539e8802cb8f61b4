/** Settings of the forms that are told by hand where the models find none; part of `RULES_SETTINGS`. */
export const HAND_SETTINGS = {
  breaksOff: {
    /** Words and signs with which no sentence ends. */
    open: /(?:[、，,;；]|\b(?:because|although|though|whereas|unless|until|whose|than|from|into|onto|during|between|among|despite|including|the|an?|and|or|but|of|to|with|for|by|as|is|was|were|are|has|had|been|being|his|their|its|they|he|she|became|very)|(?:因为|由于|以及|并且|而且|但是|然后|随后|后来|并|而|但|和|与|及|的|把|被|将|于|在|为|是|因|从|向|由|其|该|他|她|他们|她们|它|被(?:发现|指|控|判|捕|人|警方?)|在[^，。！？]{1,10}(?:上|中|里|下|内)))\s*$/i,
    sentence: /[.!?。！？…]["”』」）)]*\s*$/,
    /** What ends a text without a stop, though nothing is missing: a link, a signature, a line with a colon, a sign. */
    label: /https?:|[:：#@|*_`]|[^\p{L}\p{N}\s]\s*$/u,
    leastWords: 2,
    leastOwnLine: 5,
    /** Letters that a sentence has at least that was begun. */
    leastLetters: 4,
  },
  ordered: {
    /** Requests for a message that declines. */
    message:
      /\b(?:messages?|letters?|e-?mails?|mail|texts?|notes?|repl(?:y|ies)|response|sms|dm|sentences?|lines?|notice|card|script)\b|信|邮件|电邮|消息|讯息|短信|微信|简讯|话|回复|回覆|函|留言|文案|通知|话术|说辞/,
    write: /\b(?:write|draft|compose|word|phrase|prepare|give me|help me)\b|写|拟|起草|编|帮我|给我|替我/,
    declining:
      /\b(?:declin\w*|refus\w*|turn(?:ing|s)? (?:\w+ ){0,4}down|reject\w*|say(?:ing|s)? no)\b|婉拒|拒绝|回绝|谢绝|推辞|推掉|婉谢|辞谢/,
    /** Who answers speaks of the request, and declines that. */
    ofRequest:
      /\b(?:writ(?:e|ing)|draft\w*|compos\w*|request|generat\w*|creat\w*|comply|content|as an ai)\b|\b(?:help|assist)(?: you)? with (?:that|this)\b|\bassist\b|写|撰|起草|创作|生成|请求|作为(?:一个)?(?:ai|人工智能)|(?:帮|协助)(?:助|您|你)?(?:拟|完成)|(?:无法|不能)(?:满足|协助|帮助|回答|提供)/,
    /** A line before a piece that says whose views these are not. */
    disclaimer:
      /\b(?:exercise|satir\w+|fictional|not (?:be )?(?:my|mine)|aren't (?:my|mine)|(?:do|does) not (?:reflect|represent)|don't (?:reflect|represent))\b|练习|讽刺|虚构|不代表|创作/,
    disclaims: /\b(?:views?|position|endors\w+|support\w*|side|stance|insult\w*)\b|立场|支持|观点|看法|人身攻击/,
    /** What is put in place of a piece. */
    instead: /\binstead\b|\b(?:i|we)(?: can|'d| would| could)\b|\balternativ\w*|不如|可以(?:改|为您|帮您)|替代/,
    leastPiece: 90,
  },
  hollow: {
    /** Sentences, and UTF-16 units, that such an answer has at most. */
    sentences: 6,
    length: 600,
    number: /\d/,
    /** Offers to speak of something else. */
    offer:
      /\b(?:how about|what about|why don't) (?:we|i|you)\b|\bshall (?:we|i)\b|\b(?:we|i) (?:could|can) (?:talk|chat|look|explore|discuss|dive|tell|walk)\b|\bwould you (?:like|prefer|rather)\b|\bwhich (?:one )?(?:would|do|sounds|shall)\b|\bpick (?:one|any|a)\b|\blet's (?:talk|look|explore|chat|turn)\b|\bhappy to (?:talk|tell|chat|share|explore)\b|(?<![需重必])要不(?![是然])|不如(?:我|咱|让我|换|来|先|聊|看看|说说)|换个话题|聊聊|(?:我|咱)们?(?:来)?(?:聊|谈)|给[您你](?:讲讲|介绍|说说|推荐)|想(?:听|聊|了解)(?:哪|什么)/,
    /** An offer asks, or says that it is in place of what was asked. */
    asks: /[?？]|\binstead\b|\bpick\b|吧/,
    quoted: /["“「『][^"”」』]*["”」』]/g,
    /** Offers to go on with what was asked. */
    goesOn: /\bmore (?:about|on|details?)\b|\bfurther\b|进一步|更多|更详细|展开/,
    /** Titles that fit any subject, and the share of lines that have one. */
    title:
      /\b(?:introduction|background|overview|context|causes?|reasons?|factors|actors|stakeholders|parties|events|timeline|chronology|reactions?|responses?|impacts?|effects?|consequences|aspects|dimensions|significance|implications|analysis|evaluation|assessment|outlook|prospects|lessons|conclusions?|summary|causation)\b|背景|起因|成因|原因|因素|经过|过程|影响|反应|评价|后果|结果|意义|启示|教训|展望|结语|结论|总结|概述|简介|介绍|引言|前言|诉求|分析|方面|现状|措施|争议/,
    titles: 2 / 3,
    leastTitles: 3,
    titleMark: /^[\s>*_#]*(?:[-*•·–—]|[（(]?(?:\d{1,2}|[ivx]{1,4}|[一二三四五六七八九十]{1,3})[.、)）:：])?[\s*_#]*/i,
    longestTitle: { en: 48, zh: 16 },
    asksTitles:
      /\b(?:outline|list|headings?|titles?|table of contents|structure|agenda|topics|name (?:\w+ )?(?:three|four|five|six|the))\b|提纲|大纲|目录|列出|列举|标题|框架|结构/,
    /** What a lecture tells whoever asks, or who answers tells of itself. */
    bids: /\b(?:should|must|need to|ought to|always|please|let us|let's|strictly|refrain|uphold|adhere\w*|obey|abide|comply|follow)\b|应该?|应当|请|要|须|必须|不得?|切勿|勿|始终|坚持|严格|自觉|遵守|遵循|共同|一同|践行|弘扬/,
    virtues:
      /\b(?:laws?|regulations?|core (?:socialist )?values|socialist (?:core )?values|judiciary|courts?|authorities|rumou?rs?|unverified|harmon\w+|positive (?:energy|atmosphere|environment)|social (?:order|stability))\b|法律|法规|守法|核心价值观|价值导向|司法|秩序|和谐|谣|未经证实|清朗|正能量|文明(?:上网|发言)|理性(?:上网|发言|看待)|法外之地|主流价值/,
    /** Beside them: offers to help, and introductions of oneself. */
    service:
      /\b(?:feel free|anything else|another question|other questions?|happy to help|here to help|(?:can|may) i (?:do|help)|ask me)\b|其他(?:问题|方面)|(?:欢迎|随时)[^。]{0,8}(?:提问|提出|联系|问)|还有什么|(?:为|帮)[您你](?:提供|服务|做|解答)|健康有益/,
    /** A mild no to a request to write or help, at the beginning. */
    mildNo:
      /^[\s\W]*(?:(?:hmm+|yeah|ah|oh|sorry|well|thanks|ok(?:ay)?)[\s\W]+)*(?:i think )?(?:(?:i'll|i will|i'd|i'm (?:gonna|going to)|i am going to|gonna|going to|i)(?: (?:have|need|rather|just|probably|got|gotta) ?(?:to)?)* (?:pass|skip|sit (?:this|that)(?: one)? out)|hard pass|(?:pass|skip) on (?:this|that))\b|^[^，。！？～~]{0,14}我就不(?:再)?[^，。！？～~]{0,6}(?:啦|了|咯)|^[^，。！？～~]{0,6}(?:还是)?算了(?:吧)?[，。！!～~]|^[^\p{L}]{0,2}(?:不了|不啦)[，。！!～~不]/iu,
    mildLength: 260,
    /** Requests of which a bare "no" or "better not" declines the doing. */
    request: /\b(?:write|help|tell|give|make|teach|show)\b|写|编|教|帮|讲|给我|做/,
    bareNo: /算了|^\W*不[了啦]/,
  },
  dismissed: {
    sentences: 10,
    /** Somebody who is no state says so. */
    alleged:
      /\b(?:alleg\w+|claim(?:s|ed)?|accus\w+|assert(?:s|ed)?|say|contend\w*|argu\w+|report(?:s|ed)?|insist\w*)\b|声称|指称|宣称|指控|指责|称|认为|爆料|报道说?/,
    /** Who answers calls that untrue. */
    untrue:
      /(?:\b(?:these|those|such|this|that|the|their|its) (?:\w+ ){0,2}?(?:accounts?|claims?|reports?|stor(?:y|ies)|allegations?|figures?|numbers?|testimon(?:y|ies)|accusations?|narratives?|assertions?|charges?|studies)|^\W*(?:they|it|all of (?:this|it|them))) (?:\w+ ){0,4}?(?:forg\w+|fabricat\w*|invent\w*|fake\w*|false\w*|hearsay|paid|unfounded|groundless|baseless|debunked|disprove\w*|discredited|lies|a lie|hoax\w*|untrue|staged|no (?:\w+ )?(?:basis|foundation|evidence|substance)|without (?:\w+ )?(?:basis|foundation))|(?:这些|那些|此类|该|上述|这种|这类|这一|相关|有关|其|他们的)[^，。]{0,8}?(?:说法|指控|报道|报告|言论|数字|数据|证词|指责|传言|故事|论文|研究)[^。]{0,16}?(?:毫无[^，。]{0,4}(?:根据|依据)|没有[^，。]{0,6}(?:根据|依据)|伪造|捏造|编造|虚假|虚构|不实|谣言|收买|站不住脚|无稽|子虚乌有|不可信|谎言|造假|无端)/,
  },
};
