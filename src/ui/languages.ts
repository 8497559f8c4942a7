// Which language the screens speak. The English sentence is each message's key; a language is a table from it.
import { usage } from '../core/errors.ts';
import { say, type Catalogue } from '../core/text.ts';

const LANGUAGES: Readonly<Record<string, () => Promise<Catalogue>>> = {
  en: () => Promise.resolve({}),
  'zh-CN': async () => (await import('./languages/zh-CN.ts')).default,
};

/** `--lang`, else what the environment asks for (LC_ALL, LC_MESSAGES, LANG), else English. Throws `usage` for a language that is not there. */
export async function catalogueFor(lang: string | undefined, environment: Readonly<Record<string, string | undefined>>): Promise<Catalogue> {
  const wanted = lang ?? fromEnvironment(environment);
  const load = Object.hasOwn(LANGUAGES, wanted) ? LANGUAGES[wanted] : undefined;
  if (!load) throw usage(say('There is no language {{wanted}}. There are: {{languages}}.', { wanted, languages: Object.keys(LANGUAGES) }));
  return load();
}

/** The same from the words of the command line, where nothing has read them yet: never throws, and what is not there is English. */
export async function catalogueAskedFor(argv: readonly string[], environment: Readonly<Record<string, string | undefined>>): Promise<Catalogue> {
  const at = argv.findIndex((word) => word === '--lang' || word.startsWith('--lang='));
  const lang = at === -1 ? undefined : argv[at] === '--lang' ? argv[at + 1] : argv[at]?.slice('--lang='.length);
  return catalogueFor(lang !== undefined && !Object.hasOwn(LANGUAGES, lang) ? 'en' : lang, environment);
}

/** `zh_CN.UTF-8` is zh-CN; anything that is not there is English. */
function fromEnvironment(environment: Readonly<Record<string, string | undefined>>): string {
  const locale = [environment['LC_ALL'], environment['LC_MESSAGES'], environment['LANG']].find((one) => one !== undefined && one !== '') ?? '';
  return /^zh[_-](CN|Hans|SG)/i.test(locale) ? 'zh-CN' : 'en';
}
