/** What `VERIFY.md` tells: how to check every claim of an export, with our program and without it. */
export function verifyText(facts: {
  readonly origin: string;
  readonly verifierSha256: string;
  readonly keys: readonly string[];
}): string {
  const { origin, verifierSha256, keys } = facts;
  return `# 核验方法 How to check this export

本文件说明如何核验本移送包。所有步骤离线完成，使用公开工具，不需要制作单位配合。
Everything here is done offline with public tools; the office that made this export need not be asked or trusted.

## 1. 一个程序 One program

需要 Node.js 20 或以上。Needs Node.js 20 or later.

\`\`\`
node skydocket-verify.mjs 移送包.zip --key "制作单位公布的公钥"
\`\`\`

- 请从制作单位另行取得 \`skydocket-verify.mjs\`，并核对其摘要；包内所附的一份仅为方便。
  Take the program from the office by another way and compare its digest; the copy in this bag is a convenience.
  sha256 \`${verifierSha256}\`
- \`--key\`：制作单位公布、并印在每日检查点单上的公钥；包内所列公钥为（须与公布的比对）：
  The key as the office published it and printed it on its checkpoint sheets; this bag says (compare):
${keys.map((key) => `  \`${key}\``).join('\n')}
- \`--witness KEY\`：独立见证方的公钥；\`--tsa-ca FILE\`：时间戳机构的证书；\`--checkpoint FILE\`：早先留存的检查点。
  A witness’s key; the certificate of a time-stamping authority; a head of the log that was kept earlier.

每一项结论为三者之一：proven（已证明）、failed（不符）、not provable here（在此无法证明）。有一项 failed，程序以 1 结束并指出文件。
Each line is proven, failed, or not provable here. One failure ends the program with 1 and names the file.

## 2. 不用本程序 Without the program

文件完整 Files are as sealed (coreutils, OpenSSL), in the folder of the bag:

\`\`\`
sha256sum -c --strict manifest-sha256.txt tagmanifest-sha256.txt
sha512sum -c --strict manifest-sha512.txt tagmanifest-sha512.txt
openssl dgst -sm3 data/exhibits/001/original/*          # 与 manifest-sm3.txt 比对 compare with manifest-sm3.txt
\`\`\`

\`skydocket-seal.txt\` 列出包内全部文件的 sha256，并由制作单位签名（C2SP signed note，Ed25519）；\`data/log/checkpoint.txt\` 是存证日志 \`${origin}\` 的签名检查点。
任何支持 signed note 的工具都可以核验：签名的内容是空行以前的全部文字（含其最后的换行），公钥为 \`名称+标识+base64(0x01 ‖ 公钥)\`，
签名为 base64(4 字节标识 ‖ 64 字节签名)。
The seal and the checkpoint are signed notes: any tool for them will do. What is signed is the text before the last empty line, with its line feed.

原件曾在何时入日志 That an original was entered in the log: \`data/exhibits/001/proofs.json\`

1. \`leaf\`（base64）解码，是一段 JSON，含原件的 sha256 与 sm3。The leaf is JSON with the digests of the original.
2. 叶哈希 = SHA-256(0x00 ‖ leaf)；节点 = SHA-256(0x01 ‖ 左 ‖ 右)。按 RFC 9162 第 2.1.3.2 节用 \`index\`、\`size\`、\`inclusion\` 算出根，应与检查点第三行一致。
   Compute the root by RFC 9162, 2.1.3.2, from \`index\`, \`size\` and \`inclusion\`: it is the third line of the checkpoint.
3. 叶中 \`hidden\` 各值 = SHA-256(\`salts\` 中该名称的盐 ‖ 名称 ‖ 0x00 ‖ \`disclosed\` 中的值)；叶的 \`version\` 为 1 时各值共用 \`salt\`。
   Hidden values are hashes, each with a salt of its own; those of a leaf of version 1 share \`salt\`. What is not in \`disclosed\` stays hidden.

时间戳 Time stamps (if there are any):

\`\`\`
openssl ts -verify -in data/log/timestamps/N.tsr -data data/log/timestamps/N.checkpoint.txt -CAfile authority.pem
\`\`\`

\`N.checkpoint.txt\` 是当时送去盖戳的签名检查点（N 条）；\`data/log/consistency.json\` 证明它的日志是本包检查点所指日志的前段（RFC 9162 第 2.1.4.2 节）。
序号小于 N 的条目在该时间之前已经存在。没有此文件夹，即没有独立时间：日志内的时间仅由制作单位担保。
N.checkpoint.txt is the signed head that was stamped; consistency.json proves that it grew into the head of this bag. Entries whose
index is below N were there by that time. Without this folder there is no independent time.

保管记录 Custody: \`custody-rows.json\` 逐行列出 \`custody.json\` 的事件。每日摘要：起始值 = SHA-256(\`skydocket custody_head 证据编号\`)；
逐行更新为 SHA-256(前值 ‖ 该行去掉空值后的规范 JSON（RFC 8785）)；一日（UTC+8）末的值即日志中 \`custody_head\` 条目的 \`head\`。
The running hash over the rows of a day, begun with the digest of that text, is the head in the log's entry of that day.

现场记录 On-site records: \`ID.signed.json\` 的 sha256 即记录摘要，也是日志中 \`site_record\` 条目的 \`digest\`；\`ID.drawings.json\` 为各签名笔迹，其 sha256 列在 \`ID.json\`。
The sha256 of what was signed is the digest of the record and of its entry; drawings have theirs in the record.

文件名 Names: 原件名中的百分号在包内写作全角 \`％\`（BagIt 与 coreutils 对百分号写法不同），原名见 \`record.json\`。
A percent sign in the name of an original stands in the bag as ％, because BagIt and coreutils spell it differently; record.json has the name.

地图 Maps: \`ogrinfo data/maps/exhibits.geojson\`。

## 3. 这些证明了什么 What this proves, and what not

- 已证明：文件自封存时起未变；原件的字节在所列日志条目产生时已经存在于系统中；日志在检查点之前只增不改（有早先检查点或见证方时）；条目在所列时间之前已经存在（有时间戳时）。
  Proven: the files are as sealed; the bytes were in the system when the entry was made; the log only grew, where an earlier head or a witness says so; entries were there by a time, where an authority stamped it.
- 不能由此证明：拍摄的时间与地点。它们是设备或人员的陈述；\`corroboration.json\` 写明用什么记录、以何阈值与之比对，以及该记录是否独立于设备和制作单位。
  Not provable by this: when and where something was captured. These are claims of a device or a person; corroboration.json says what they were held against, with numbers, and how independent that was.
- 没有独立见证方签名、也没有时间戳时，日志的时间顺序仅由制作单位担保。
  Without a witness or a time stamp the order in time rests on the office alone.
`;
}
