// The search for models: it ignores case, blanks and punctuation. Commas separate what is searched for.

// The letters and digits of a text, in small letters and without accents
export const folded = text =>
  text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "");

// Whether texts, such as the key, the name and the maker of a model, are searched for; nothing is searched for by ""
export function searcher(query) {
  const wanted = query
    .split(/[,;\n]/)
    .map(part => ({whole: folded(part), words: part.split(/\s+/).map(folded).filter(Boolean)}))
    .filter(({whole}) => whole);
  return texts => {
    if (!wanted.length) return true;
    const all = texts.filter(Boolean).map(folded);
    return wanted.some(
      ({whole, words}) =>
        all.some(text => text.includes(whole)) || words.every(word => all.some(text => text.includes(word))),
    );
  };
}
