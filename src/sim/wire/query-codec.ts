// Reads form-encoded requests: awsQuery (IAM, STS) and ec2Query, which flattens lists and capitalises names.
import { BadRequest, readScalar } from './scalar.ts';
import type { Shape } from './schema.ts';

/** `Filter.1.Value.2=x` as a tree: Filter → 1 → Value → 2 = x. */
interface FormNode { text: string | undefined; readonly kids: Map<string, FormNode> }
const emptyNode = (): FormNode => ({ text: undefined, kids: new Map() });
const MAX_DEPTH = 32;

function formTree(form: URLSearchParams): FormNode {
  const root = emptyNode();
  for (const [name, text] of form) {
    const parts = name.split('.');
    if (parts.length > MAX_DEPTH) throw new BadRequest('parameter nested too deeply');
    let node = root;
    for (const part of parts) {
      let kid = node.kids.get(part);
      if (!kid) node.kids.set(part, (kid = emptyNode()));
      node = kid;
    }
    node.text = text;
  }
  return root;
}

/** The input that a form carries; members that the shape does not know are ignored, as AWS does. */
export function readForm(shape: Shape, form: URLSearchParams, ec2: boolean): Record<string, unknown> {
  return shape.kind === 'unit' ? {} : (readNode(shape, formTree(form), ec2) as Record<string, unknown>);
}

function readNode(shape: Shape, node: FormNode, ec2: boolean): unknown {
  if (shape.hasMembers) return readMembers(shape, node, ec2);
  if (shape.kind === 'list') {
    const at = ec2 || shape.traits['xmlFlattened'] ? node : node.kids.get(shape.value.traits['xmlName'] ?? 'member');
    return numbered(at).map((item) => readNode(shape.value, item, ec2));
  }
  if (shape.kind === 'map') return readMap(shape, node, ec2);
  return readScalar(shape, node.text ?? '');
}
function readMembers(shape: Shape, node: FormNode, ec2: boolean): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const [name, member] of shape.members) {
    const xmlName: string = member.traits['xmlName'] ?? name;
    const kid = node.kids.get(ec2 ? (member.traits['ec2QueryName'] ?? capital(xmlName)) : xmlName);
    if (kid) out[name] = readNode(member, kid, ec2);
  }
  return out;
}
function readMap(shape: Shape, node: FormNode, ec2: boolean): Record<string, unknown> {
  const keyName: string = shape.key.traits['xmlName'] ?? 'key';
  const valueName: string = shape.value.traits['xmlName'] ?? 'value';
  const entries = numbered(shape.traits['xmlFlattened'] ? node : node.kids.get('entry'));
  return Object.fromEntries(entries.map((e) => [e.kids.get(keyName)?.text ?? '', readNode(shape.value, e.kids.get(valueName) ?? emptyNode(), ec2)]));
}
function numbered(node: FormNode | undefined): readonly FormNode[] {
  const items = [...(node?.kids ?? [])].filter(([name]) => /^\d+$/.test(name));
  return items.sort(([a], [b]) => Number(a) - Number(b)).map(([, item]) => item);
}
const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
