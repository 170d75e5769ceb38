// Reads the resource types and data sources out of one unpacked prebuilt provider package (@cdktf/provider-*, @cdktn/provider-*).
//
// The package is generated TypeScript, compiled: `*.d.ts` has an interface for every block (name, required),
// `*.js` has a class for every resource and block (computed attributes, nesting), and, from about 2024 on, a
// table of the kind of every attribute (`ToHclTerraform`, `synthesizeHclAttributes`).
//
// A resource is {name, version, attributes}, a data source too, its name as in addresses (`data.aws_ami`); an attribute {name, type, element, required, computed, attributes}.
import fs from 'node:fs';
import path from 'node:path';

const getter_types = {
  String: ['string'], Number: ['number'], Boolean: ['bool'], Any: ['any'],
  List: ['list', 'string'], NumberList: ['list', 'number'], StringMap: ['map', 'string'],
  NumberMap: ['map', 'number'], BooleanMap: ['map', 'bool'], AnyMap: ['map', 'any'],
};
const script_types = {
  'string': ['string'], 'number': ['number'], 'boolean': ['bool'],
  'string[]': ['list', 'string'], 'number[]': ['list', 'number'],
};
const storage_elements = { string: 'string', number: 'number', boolean: 'bool', any: 'any' };

function files_below(folder) {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const full = path.join(folder, entry.name);
    return entry.isDirectory() ? files_below(full) : entry.name.endsWith('.js') ? [full] : [];
  });
}

function read_source(file) {
  const text = fs.readFileSync(file, 'utf8');
  const map = text.lastIndexOf('//# sourceMappingURL');
  return map < 0 ? text : text.slice(0, map);
}

// The blocks of a file that start at the line's beginning with `head` and end with a lone brace.
// Blocks in great number (WAF, QuickSight) stand in files of their own: `x-structs/structs0.js` beside `x.js`.
function read_with_structs(file, extension) {
  const base = file.replace(/\.js$/, '');
  const folder = `${base}-structs`;
  const parts = fs.existsSync(folder) ? fs.readdirSync(folder).filter((name) => name.startsWith('structs')).sort() : [];
  const structs = parts.filter((name) => name.endsWith(extension) && (extension === '.d.ts' || !name.endsWith('.d.ts')));
  return [base + extension, ...structs.map((name) => path.join(folder, name))].map(read_source).join('\n');
}

function* blocks(text, head) {
  for (const match of text.matchAll(head)) {
    yield { match, body: text.slice(match.index, text.indexOf('\n}', match.index)) };
  }
}

// interface → Map of attribute → {required, type}
function read_interfaces(text) {
  const interfaces = new Map();
  for (const { match, body } of blocks(text, /^export interface (\w+)/gm)) {
    const fields = new Map();
    for (const field of body.matchAll(/#(\w+) \w+#\w+\}[^/]*?\*\/\s+readonly \w+(\??): (\{[^}]*\}(?:\[\])?|[^;]*)/g)) {
      fields.set(field[1], { required: field[2] === '', type: field[3].trim() });
    }
    interfaces.set(match[1], fields);
  }
  return interfaces;
}

// class → {base, fields: Map of attribute → {nested, is_set} or {getter, is_set}}
function read_classes(text) {
  const classes = new Map();
  for (const { match, body } of blocks(text, /^class (\w+) extends cdkt[fn]\.(\w+)/gm)) {
    classes.set(match[1], { base: match[2], fields: read_fields(body) });
  }
  return classes;
}

function read_fields(body) {
  const fields = new Map();
  for (const [, nested, name, rest] of body.matchAll(/new (?:\w+\.)?(\w+)\(this, ["'](\w+)["'](.*)\)/g)) {
    fields.set(name, { nested, is_set: /true/.test(rest), indexed: /index/.test(rest) });
  }
  for (const [, wrap, getter, name] of body.matchAll(/return (.*)this\.get(\w+)Attribute\('(\w+)'\)/g)) {
    fields.set(name, { getter, is_set: wrap.includes('tolist') });
  }
  for (const [, wrap, name] of body.matchAll(/return (.*)this\.interpolationForAttribute\('(\w+)'\)/g)) {
    if (!fields.has(name)) fields.set(name, { is_set: wrap.includes('tolist') });
  }
  return fields;
}

// Block or resource → Map of attribute → {type, storage}
function read_kinds(text) {
  const kinds = new Map();
  const add = (owner, body) => {
    const fields = new Map();
    for (const [, name, type, storage] of body.matchAll(/(\w+): \{\s+value: .*\s+isBlock: \w+,\s+type: "(\w+)",\s+storageClassType: "(\w+)"/g)) {
      fields.set(name, { type, storage });
    }
    kinds.set(owner.toLowerCase(), fields);
  };
  for (const { match, body } of blocks(text, /^function (\w+)ToHclTerraform\(/gm)) add(match[1], body);
  const root = text.indexOf('synthesizeHclAttributes()');
  if (root >= 0) add('', text.slice(root, text.indexOf('\n    }', root)));
  return kinds;
}

class ResourceFile {
  constructor(js, dts) {
    this.classes = read_classes(js);
    this.interfaces = read_interfaces(dts);
    this.kinds = read_kinds(js);
    this.has_kinds = this.kinds.size > 0;
  }

  // `around` holds the structs that this one stands in.
  attributes(class_name, interface_name, kinds_name, around = []) {
    const fields = this.classes.get(class_name)?.fields ?? new Map();
    const inputs = this.interfaces.get(interface_name) ?? new Map();
    const kinds = this.kinds.get(kinds_name.toLowerCase()) ?? new Map();
    const names = new Set([...fields.keys(), ...inputs.keys(), ...kinds.keys()]);
    return [...names].map((name) => this.attribute(name, fields.get(name), inputs.get(name), kinds.get(name), around));
  }

  // A block that repeats itself (WAF statements) is cut there: what it holds further down may be anything.
  attribute(name, field, input, kind, around) {
    const attribute = { name, required: input?.required ?? false, computed: !input };
    const block = this.block_of(field, input);
    if (!block) return { ...attribute, ...simple_type(field, input, kind) };
    const type = this.block_type(name, block, field, kind);
    if (around.includes(block.struct)) return { ...attribute, ...opaque(type) };
    const attributes = this.attributes(block.class_name, block.struct, block.struct, [...around, block.struct]);
    return { ...attribute, ...type, attributes };
  }

  // The struct behind a nested attribute, and the class that reads one of its objects.
  block_of(field, input) {
    if (field?.nested) {
      const list = /^(\w+)(List|Map)$/.exec(field.nested);
      const wrapped = list && /^Complex(List|Map)$/.test(this.classes.get(field.nested)?.base ?? '');
      const struct = wrapped ? list[1] : field.nested.replace(/OutputReference$/, '');
      const reference = `${struct}OutputReference`;
      const class_name = this.classes.has(reference) ? reference : struct;
      return { struct, class_name, collection: wrapped ? list[2] : '' };
    }
    const struct = /^(\w+)\b/.exec(input?.type ?? '')?.[1];
    if (!struct || !this.interfaces.has(struct)) return null;
    return { struct, class_name: `${struct}OutputReference`, collection: 'List' };
  }

  // Packages without the table of kinds hide that a block with one object is a list of at most one.
  block_type(name, block, field, kind) {
    const set_or_list = field?.is_set && (block.collection || field.indexed) ? 'set' : 'list';
    if (kind?.type === 'struct') return { type: 'object' };
    if (kind) return { type: kind.type, element: 'object' };
    if (block.collection === 'Map') return { type: 'map', element: 'object' };
    if (block.collection || field?.indexed) return { type: set_or_list, element: 'object' };
    const single = name === 'timeouts' || this.has_kinds;
    return single ? { type: 'object' } : { type: 'list', element: 'object' };
  }
}

// string · number[] | cdktf.IResolvable · { [key: string]: string; } · the same with [] behind
function script_type(text) {
  const map = /^\{\s*\[key: string\]: \(?(\w+).*\}(\[\])?$/s.exec(text);
  if (map) return map[2] ? ['list', 'map'] : ['map', script_types[map[1]]?.[0] ?? 'any'];
  return script_types[text.replace(/ \| cdkt[fn]\.IResolvable$/, '')];
}

function opaque(type) {
  return type.element ? { type: type.type, element: 'any' } : { type: 'any' };
}

function simple_type(field, input, kind) {
  if (kind) return storage_type(kind);
  const [type, element] = getter_types[field?.getter] ?? script_type(input?.type ?? '') ?? ['any'];
  if (type === 'list' && field?.is_set) return { type: 'set', element };
  return element ? { type, element } : { type };
}

// "simple" "string" · "set" "stringList" · "list" "stringListList" (a list of lists)
function storage_type({ type, storage }) {
  if (type === 'simple') return { type: storage_elements[storage] ?? 'any' };
  const [, base, rest] = /^([a-z]+?)((?:List|Map|Set)*)$/.exec(storage) ?? [];
  const depth = (rest ?? '').match(/List|Map|Set/g)?.length ?? 0;
  if (depth > 1) return { type, element: /List$/.test(rest.slice(0, -3)) || rest.startsWith('List') ? 'list' : 'map' };
  return { type, element: storage_elements[base] ?? 'any' };
}

function read_resource(file, js) {
  const name = /terraformResourceType: '(\w+)'/.exec(js)?.[1];
  const [, class_name, kind] = /^class (\w+) extends cdkt[fn]\.Terraform(Resource|DataSource)\b/m.exec(js) ?? [];
  if (!name || !class_name) return null;
  const source = new ResourceFile(read_with_structs(file, '.js'), read_with_structs(file, '.d.ts'));
  const version = /providerVersion: '([^']+)'/.exec(js)?.[1];
  return { name: (kind === 'DataSource' ? 'data.' : '') + name, version, attributes: source.attributes(class_name, `${class_name}Config`, '') };
}

export function read_provider(package_dir) {
  const resources = [];
  for (const file of files_below(path.join(package_dir, 'lib')).sort()) {
    const js = read_source(file);
    const resource = /cdkt[fn]\.Terraform(Resource|DataSource)\b/.test(js) ? read_resource(file, js) : null;
    if (resource) resources.push(resource);
  }
  return resources;
}
