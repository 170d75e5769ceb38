// Decides calls with @cloud-copilot/iam-simulate, installed in the folder named by the first argument.
//
// Standard input: one JSON object a line, {"kind", "policy", "requests": [{"action", "resource", "context"}]}.
// Standard output: one line for each, {"errors": [of the policy]} or {"decisions", "ignored": {number: [keys]},
// "failed": {number: error}}. A decision is what the policy alone says: D explicit deny, I implicit deny, A allow, or ?
// where the simulator refuses the call. `ignored` lists keys that it says the call does not carry.
//
// Every processor takes the next line that nobody has taken yet.
import { createRequire } from 'node:module'
import { cpus } from 'node:os'
import { resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'

const folder = workerData ?? process.argv[2]
const require = createRequire(resolve(folder, 'package.json'))
const { runSimulation } = require('@cloud-copilot/iam-simulate')
const { createValidatedPolicy, ...policies } = require('@cloud-copilot/iam-policy')

const account = '111122223333'
const everything = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }
const valid = (policy, validate) => createValidatedPolicy(policy, validate, { name: 'tried' })
const at = (policy) => [{ orgIdentifier: 'r-test', policies: policy }]
const named = (policy) => ({ name: 'policy', policy })
const identity = [named(valid(everything, policies.validateIdentityPolicy))]
const fullAccess = named(valid(everything, policies.validateServiceControlPolicy))

// What each kind puts into a simulation, and where its own verdict stands in the answer.
const kinds = {
  'aws.scp': {
    validate: policies.validateServiceControlPolicy,
    place: (policy) => ({ serviceControlPolicies: at([fullAccess, named(policy)]) }),
    verdict: (analysis) => analysis.scpAnalysis,
  },
  'aws.rcp': {
    validate: policies.validateResourceControlPolicy,
    place: (policy) => ({ resourceControlPolicies: at([named(policy)]) }),
    verdict: (analysis) => analysis.rcpAnalysis,
  },
  'aws.permission_boundary': {
    validate: policies.validateIdentityPolicy,
    place: (policy) => ({ permissionBoundaryPolicies: [named(policy)] }),
    verdict: (analysis) => analysis.permissionBoundaryAnalysis,
  },
  'aws.identity_policy': {
    validate: policies.validateIdentityPolicy,
    place: (policy) => ({ identityPolicies: [named(policy)] }),
    verdict: (analysis) => analysis.identityAnalysis,
  },
  'aws.bucket_policy': {
    validate: policies.validateResourcePolicy,
    place: (policy) => ({ resourcePolicy: policy }),
    verdict: (analysis) => analysis.resourceAnalysis,
  },
}

const letters = { Allowed: 'A', AllowedForAccount: 'A', ImplicitlyDenied: 'I', ExplicitlyDenied: 'D', DeniedForAccount: 'D' }

async function decide(kind, placed, call) {
  const simulation = {
    request: {
      principal: [call.context['aws:principalarn']].flat()[0] ?? `arn:aws:iam::${account}:role/somebody`,
      action: call.action,
      resource: { resource: call.resource, accountId: account },
      contextVariables: call.context,
    },
    identityPolicies: identity,
    serviceControlPolicies: at([fullAccess]),
    resourceControlPolicies: [],
    additionalSettings: { s3: { bucketAbacEnabled: true } },
    ...placed,
  }
  const answer = await runSimulation(simulation, {})
  if (answer.resultType !== 'single') return { letter: '?', failed: answer.errors?.message ?? answer.resultType }
  return { letter: letters[kind.verdict(answer.result.analysis).result], ignored: answer.result.ignoredContextKeys }
}

async function answer({ kind: name, policy, requests }) {
  const kind = kinds[name]
  const checked = valid(policy, kind.validate)
  if (checked.errors.length > 0) return { errors: checked.errors }
  const placed = kind.place(checked)
  const result = { decisions: '', ignored: {}, failed: {} }
  for (const [number, call] of requests.entries()) {
    const { letter, ignored, failed } = await decide(kind, placed, call).catch((e) => ({ letter: '?', failed: String(e.message) }))
    result.decisions += letter
    if (ignored?.length) result.ignored[number] = ignored
    if (failed) result.failed[number] = failed
  }
  return result
}

async function spread(lines) {
  const answers = []
  let next = 0
  const work = () =>
    new Promise((done, failed) => {
      const worker = new Worker(new URL(import.meta.url), { workerData: folder })
      const give = () => (next < lines.length ? worker.postMessage({ number: next, line: lines[next++] }) : worker.postMessage(null))
      worker.on('message', ({ number, reply }) => {
        answers[number] = reply
        give()
      })
      worker.on('error', failed)
      worker.on('exit', done)
      give()
    })
  await Promise.all(Array.from({ length: cpus().length }, work))
  return answers
}

if (isMainThread) {
  const lines = (await text(process.stdin)).split('\n').filter((line) => line !== '')
  process.stdout.write((await spread(lines)).map((reply) => reply + '\n').join(''))
} else {
  parentPort.on('message', async (task) => {
    if (task === null) return parentPort.close()
    parentPort.postMessage({ number: task.number, reply: JSON.stringify(await answer(JSON.parse(task.line))) })
  })
}
