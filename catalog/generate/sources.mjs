// Writes catalog/data/SOURCES.md from the `#source` lines of the data files.
//   node sources.mjs DATA_DIR OUTPUT
import fs from 'node:fs';
import path from 'node:path';
import { by_bytes } from './text.mjs';

const [data_dir, output] = process.argv.slice(2);

const head = `# Where the catalogue comes from

Written by \`scripts/update-catalog\`. \`iam.txt\` and \`aws.txt\` are generated from the packages named here;
\`global_keys.tsv\`, \`oidc_keys.tsv\` and \`quotas.tsv\` are kept by hand, because no package carries them. Each file says in its
first lines how it is to be read.

| file | source | version | licence | date |
| --- | --- | --- | --- | --- |
`;

const tail = `
The date is the day the facts are of, where the package says it, otherwise the day they were taken. \`facts\` marks what was
noted by hand from public documentation. From the MPL-2.0 packages only names, types and flags of the Terraform
provider's schema are taken, no code or text; likewise from the MIT package.

What the packages do not tell: whether a simple attribute is also computed, whether it is sensitive, what its default is, and
whether a block is written as an attribute. The packages of provider 3 do not give the exact version; those of 3 and 4
do not say whether a block with one object is a list of one (it is taken as such), and blocks that repeat
themselves (WAF statements) are cut at the first repeat: what they hold below may be anything, and so is a simple attribute whose kind changed between majors. Services that do not
list condition keys leg by leg (the \`legs\` mark in \`iam.txt\`) get those of the leg's resource type, but for the
keys of the request's tags.
`;

function rows_of(name) {
  const lines = fs.readFileSync(path.join(data_dir, name), 'utf8').split('\n');
  return lines.filter((line) => line.startsWith('#source\t'))
    .map((line) => `| ${[`\`${name}\``, ...line.split('\t').slice(1)].join(' | ')} |`);
}

const files = fs.readdirSync(data_dir).filter((name) => /\.(txt|tsv)$/.test(name)).sort(by_bytes);
fs.writeFileSync(output, head + files.flatMap(rows_of).join('\n') + '\n' + tail);
