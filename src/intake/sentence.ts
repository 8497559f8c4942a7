// Text as sentences: paragraphs and list items first, so that a heading and the table below it are not read as one.

const LONGEST = 700;
const MOST = 4000;
const ITEM = /^\s{0,12}(?:[-*•●▪·]|\(?\d{1,2}[.)]|Step \d{1,2}\b|手順 ?\d|步骤 ?\d|단계 ?\d)/i;
/** What begins a line that stands for itself: `Access Key: AKIA…`, a cell of a table. */
const ALONE = /^[^.!?。！？]{1,60}[:：]\s|\t|\|| {3}/;

/** Sentences in the order of the text, each on one line and of bounded length. Wrapped lines are joined. */
export function sentencesOf(text: string): string[] {
  return paragraphsOf(text).flatMap((paragraph) => paragraph.split(/(?<=[.!?])\s+(?=[^a-z])|(?<=[。！？])/))
    .map((sentence) => sentence.trim().slice(0, LONGEST)).filter((sentence) => sentence !== '').slice(0, MOST);
}

function paragraphsOf(text: string): string[] {
  const paragraphs: string[] = [];
  let open = '';
  for (const line of text.split('\n')) {
    const trimmed = line.trim();
    const startsNew = trimmed === '' || ITEM.test(line) || ALONE.test(trimmed);
    if (startsNew && open !== '') { paragraphs.push(open); open = ''; }
    if (trimmed !== '') open = open === '' ? trimmed : `${open} ${trimmed}`;
  }
  if (open !== '') paragraphs.push(open);
  return paragraphs;
}
