// A short name for a sentence: the package holds its languages by these, so that no sentence is in it twice.

/** FNV-1a of 32 bits, in base 36. The build makes sure that no two sentences of a language share one. http://www.isthe.com/chongo/tech/comp/fnv/ */
export function shortName(sentence: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < sentence.length; i++) hash = Math.imul(hash ^ sentence.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(36);
}
