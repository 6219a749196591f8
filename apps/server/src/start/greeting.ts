import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { instanceViews } from '@datakeep/instances';
import { guidOf, uuidV5, type NamingKey } from '@datakeep/kernel';
import type { ViewStore } from '@datakeep/view-store';
import { ownerOf } from '@datakeep/workspaces';
import type { Config } from '../config.js';
import { ownerFile } from './owner.file.js';

const example = fileURLToPath(new URL('../../../../examples/home-insurance-policy.xml', import.meta.url));
/** The concept of the example, UUIDv5 of `urn:example:home-insurance:1` in the URL namespace. */
const policyConcept = uuidV5(guidOf('6ba7b811-9dad-11d1-80b4-00c04fd430c8'), 'urn:example:home-insurance:1');

/** The address and three lines for a shell that save the example, read it back and show its history, as things stand now. */
export async function greetingOf(url: string, config: Config, on: { views: ViewStore; namingKey: NamingKey }): Promise<string> {
  const { workspaceId, userId } = ownerOf(on.namingKey, '');
  const instanceId = uuidV5(workspaceId, 'example policy');
  const reader = on.views.reader({ workspaceId, principals: [userId] });
  const saved = await reader.get({ view: instanceViews.rows.name, instanceId, at: 'now' });
  const instance = `${url}/v1/workspaces/${workspaceId}/instances/${instanceId}`;
  const file = ownerFile(config.dataFolder);
  const isThere = existsSync(file);
  const token = isThere ? `$(node -p 'require(process.argv[1]).token' ${quoted(file)})` : '$DATAKEEP_TOKEN';
  const bearer = `-H "Authorization: Bearer ${token}"`;
  const version = saved === undefined ? '' : ` -H 'If-Match: "${String(saved['dataVersion'])}"'`;
  const first = saved === undefined ? `?name=Home%20insurance%20policy&concept=${policyConcept}` : '';
  return [
    `Datakeep listens on ${url}; its data is in ${config.dataFolder}.`,
    ...(isThere ? [] : [`${file} is not there: set DATAKEEP_TOKEN to the owner's token for the lines below.`]),
    `Save the example, read it back, see its versions:`,
    '',
    `curl -sS ${bearer}${version} -H 'Content-Type: application/xml' -T ${quoted(example)} '${instance}${first}'`,
    `curl -sS ${bearer} '${instance}'`,
    `curl -sS ${bearer} '${instance}/history'`,
    '',
  ].join('\n');
}

/** A word for a POSIX shell. */
function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
