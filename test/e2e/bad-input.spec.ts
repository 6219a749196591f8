import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  coverage,
  expectInvalid,
  expectProblem,
  newChild,
  newId,
  newRoot,
  policy,
  startTestServer,
  WorkspaceApi,
  xmlOf,
  type Answer,
  type TestServer,
} from '../support/index.js';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const wellFormed = 'not-well-formed';
const doctype = 'doctype-not-allowed';
const limit = 'limit-exceeded';

/** XML that no door takes, as text: what it is, the text, status, problem, its fields. */
const badTexts: readonly (readonly [what: string, xml: string, status: number, problem: string, fields: object])[] = [
  ['nothing', '', 400, wellFormed, { line: 1, column: 1 }],
  ['no XML at all', 'hello', 400, wellFormed, { line: 1, column: 1 }],
  ['two roots', '<a/>\n<b/>', 400, wellFormed, { line: 2, column: 1 }],
  ['an element that is not closed', '<a>\n  <b>\n</a>', 400, wellFormed, { line: 3 }],
  ['a prefix that is not bound', '<a>\n  <p:b/>\n</a>', 400, wellFormed, { line: 2 }],
  ['an attribute whose prefix is not bound', '<a p:x="1"/>', 400, wellFormed, { line: 1 }],
  ['a control character', '<a>\n\u0001</a>', 400, wellFormed, { line: 2, column: 1 }],
  ['a reference to a control character', '<a>&#1;</a>', 400, wellFormed, { line: 1 }],
  [']]> in text', '<a>\nx ]]> y</a>', 400, wellFormed, { line: 2 }],
  ['an attribute given twice', '<a x="1" x="2"/>', 400, wellFormed, { line: 1 }],
  ['a DOCTYPE', '<?xml version="1.0"?>\n<!DOCTYPE a>\n<a/>', 400, doctype, { line: 2, column: 1 }],
  ['a DOCTYPE with an entity', '<!DOCTYPE a [<!ENTITY e "x">]>\n<a>&e;</a>', 400, doctype, { line: 1, column: 1 }],
  [
    'a DOCTYPE that reads a file',
    '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>',
    400,
    doctype,
    { line: 1, column: 1 },
  ],
  ['an entity that nobody declared', '<a>\n&e;</a>', 400, wellFormed, { line: 2 }],
  [
    'an encoding that nobody knows',
    '<?xml version="1.0" encoding="x-none"?><a/>',
    415,
    'unsupported-encoding',
    { encoding: 'x-none' },
  ],
  ['513 KiB', `<a>${'x'.repeat(513 * 1024 - 7)}</a>`, 413, limit, { limit: 'xml-bytes', max: 524_288 }],
  ['one byte more than 512 KiB', `<a>${'x'.repeat(512 * 1024 - 6)}</a>`, 413, limit, { limit: 'xml-bytes', max: 524_288 }],
  ['depth 201', '<a>'.repeat(201) + '</a>'.repeat(201), 413, limit, { limit: 'xml-depth', max: 200, line: 1, column: 601 }],
  ['1,001 attributes', `<a ${attributes(1_001)}/>`, 413, limit, { limit: 'xml-attributes', max: 1_000, line: 1 }],
];

/** XML that only its bytes show to be bad. */
const badBytes: readonly (readonly [what: string, xml: Buffer, status: number, problem: string, fields: object])[] = [
  ['Latin-1 that says nothing of it', Buffer.from('<a>\nZo\u00eb</a>', 'latin1'), 400, wellFormed, { line: 2 }],
  [
    'Latin-1 that says UTF-8',
    Buffer.from('<?xml version="1.0" encoding="UTF-8"?>\n<a>\u00eb</a>', 'latin1'),
    400,
    wellFormed,
    { line: 2 },
  ],
  ['UTF-8 that says UTF-16', Buffer.from('<?xml version="1.0" encoding="UTF-16"?><a/>'), 400, wellFormed, { line: 1 }],
  [
    'UTF-16 that says UTF-8',
    Buffer.from('\uFEFF<?xml version="1.0" encoding="UTF-8"?><a/>', 'utf16le'),
    400,
    wellFormed,
    { line: 1 },
  ],
];

function attributes(count: number): string {
  return Array.from({ length: count }, (_, index) => `a${index}=""`).join(' ');
}

describe('bad XML', () => {
  it.each(badTexts)('by PUT: %s', async (_, xml, status, problem, fields) => {
    const id = newId();
    const refused = await server.workspace.put(id, xml, { name: 'Bad', concept: policy });
    expectProblem(refused, status, problem, fields);
    expectProblem(await server.workspace.read(id), 404, 'not-found');
  });

  it.each(badTexts)('by save-instance, where its place begins at /xml: %s', async (_, xml, status, problem, fields) => {
    const instanceId = newId();
    const refused = await server.workspace.save({ instanceId, instanceName: 'Bad', conceptId: policy, xml });
    expectProblem(refused, status, problem, { ...fields, pointer: '/xml' });
    expectProblem(await server.workspace.read(instanceId), 404, 'not-found');
  });

  it.each(badBytes)('by PUT: %s', async (_, xml, status, problem, fields) => {
    expectProblem(await server.workspace.put(newId(), xml, { name: 'Bad', concept: policy }), status, problem, fields);
  });

  it('names its mistake in words', async () => {
    const refused = await server.workspace.put(newId(), '<a><b></a>', { name: 'Bad', concept: policy });
    expect(refused.json['detail']).toMatch(/^Line 1, column \d+: .*\bb\b/);
  });

  it.each(['ISO-8859-1', 'UTF-16', 'x-none'])(
    'by save-instance: text that says it is in %s: 415 unsupported-encoding',
    async (encoding) => {
      const request = { instanceName: 'Bad', conceptId: policy, xml: `<?xml version="1.0" encoding="${encoding}"?><a/>` };
      expectProblem(await server.workspace.save(request), 415, 'unsupported-encoding', { encoding });
    },
  );

  it('leaves an instance as it was', async () => {
    const root = await newRoot(server.workspace);
    expectProblem(await server.workspace.put(root, '<a>', {}, { 'if-match': '"1"' }), 400, wellFormed);
    expect((await server.workspace.history(root)).items).toHaveLength(1);
  });
});

describe('XML at its limits', () => {
  it.each([
    ['512 KiB', `<a>${'x'.repeat(512 * 1024 - 7)}</a>`],
    ['depth 200', '<a>'.repeat(200) + '</a>'.repeat(200)],
    ['1,000 attributes', `<a ${attributes(1_000)}/>`],
  ])('is taken through both doors and comes back as it was: %s', async (what, xml) => {
    const id = newId();
    expect((await server.workspace.put(id, xml, { name: `At the limit of ${what}`, concept: policy })).status).toBe(201);
    expect((await server.workspace.save({ instanceId: id, xml, expectedVersion: 1 })).status).toBe(200);
    expect((await server.workspace.read(id)).bytes.equals(Buffer.from(xml))).toBe(true);
  });
});

describe('a bad body', () => {
  const command = () => server.workspace.path('commands/save-instance');
  const json = { 'content-type': 'application/json' };

  it.each([
    ['nothing', ''],
    ['half a JSON object', '{"xml": "<a/>"'],
    ['XML', '<a/>'],
    ['JSON with a comment', '{"xml": "<a/>" /* why */}'],
  ])('that is not JSON is 400 invalid-request: %s', async (_, body) => {
    expectInvalid(await server.api.send('POST', command(), json, body), '');
  });

  it('that is JSON with a prototype is 400 invalid-request at it', async () => {
    expectInvalid(await server.api.send('POST', command(), json, '{"xml": "<a/>", "__proto__": {}}'), '/__proto__');
  });

  it.each([['null'], ['[]'], ['"text"'], ['7']])('that is JSON and no object is 400 invalid-request: %s', async (body) => {
    expectInvalid(await server.api.send('POST', command(), json, body), '');
  });

  it('that is JSON and not UTF-8 is 400 invalid-request', async () => {
    const body = Buffer.concat([Buffer.from('{"xml": "<a>'), Buffer.from([0xeb]), Buffer.from('</a>"}')]);
    expectInvalid(await server.api.send('POST', command(), json, body), '');
  });

  it('has no field that is not known: 400 names each', async () => {
    const request = { instanceName: 'Fields', conceptId: policy, xml: xmlOf('1'), colour: 'red', 'a/b~c': 1 };
    expectInvalid(await server.workspace.save(request), '/colour', '/a~1b~0c');
  });

  it('has fields of the right kind: 400 names each', async () => {
    const request = {
      instanceId: 'one',
      instanceName: 7,
      conceptId: 'policy',
      parentId: '',
      status: 'Open',
      xml: null,
      access: 'me',
    };
    const pointers = ['/instanceId', '/instanceName', '/conceptId', '/parentId', '/status', '/xml', '/access'];
    expectInvalid(await server.workspace.save(request), ...pointers);
  });

  it('that is larger than any command is 413 limit-exceeded', async () => {
    const refused = await server.api.send('POST', command(), json, `{"xml": "${'x'.repeat(5 * 1024 * 1024)}"}`);
    expectProblem(refused, 413, limit, { limit: expect.any(String), max: expect.any(Number) });
  });

  it.each([['text/plain'], ['application/xml'], ['multipart/form-data; boundary=x'], ['application/jsonp']])(
    'of a command in %s is 415 unsupported-media-type',
    async (type) => {
      expectProblem(
        await server.api.send('POST', command(), { 'content-type': type }, xmlOf('1')),
        415,
        'unsupported-media-type',
      );
    },
  );

  it.each([['text/plain'], ['application/json'], ['application/x-www-form-urlencoded'], ['text/html']])(
    'of a PUT in %s is 415 unsupported-media-type',
    async (type) => {
      const refused = await server.workspace.put(newId(), '{"a": 1}', { name: 'Bad', concept: policy }, { 'content-type': type });
      expectProblem(refused, 415, 'unsupported-media-type');
    },
  );

  it('of a PUT may be any media type of XML', async () => {
    for (const type of ['text/xml', 'application/xml; charset=utf-8', 'application/vnd.example+xml']) {
      const parameters = { name: `As ${type}`, concept: policy };
      expect((await server.workspace.put(newId(), xmlOf('1'), parameters, { 'content-type': type })).status).toBe(201);
    }
  });
});

describe('a bad GUID', () => {
  const bad = [
    'one',
    '0f8fad5b-d9cb-469f-a165-7086772895',
    '0f8fad5bd9cb469fa16570867728950e',
    '{0f8fad5b-d9cb-469f-a165-70867728950e}',
  ];

  it.each(bad)('in a path is 400 with its place: %s', async (id) => {
    const path = encodeURIComponent(id);
    const elsewhere = new WorkspaceApi(server.api, path);
    expectInvalid(await server.workspace.read(path), '/path/instanceId');
    expectInvalid(await server.workspace.history(path), '/path/instanceId');
    expectInvalid(await server.workspace.version(path, 1), '/path/instanceId');
    expectInvalid(await server.workspace.children(path), '/path/instanceId');
    expectInvalid(await server.workspace.put(path, xmlOf('1'), { name: 'Bad', concept: policy }), '/path/instanceId');
    expectInvalid(await elsewhere.read(newId()), '/path/workspaceId');
    expectInvalid(await elsewhere.save({ instanceName: 'Bad', conceptId: policy, xml: xmlOf('1') }), '/path/workspaceId');
  });

  it.each(bad)('in a parameter of PUT is 400 with its place: %s', async (id) => {
    expectInvalid(await server.workspace.put(newId(), xmlOf('1'), { name: 'Bad', concept: id }), '/query/concept');
    expectInvalid(await server.workspace.put(newId(), xmlOf('1'), { name: 'Bad', concept: policy, parent: id }), '/query/parent');
  });

  it('with a bad escape in the path is a 400 too', async () => {
    expectProblem(await server.api.get(server.workspace.path('instances/%zz')), 400, 'invalid-request');
  });
});

describe('bad parameters of PUT', () => {
  it('are 400 with their places', async () => {
    const parameters = { name: '', concept: policy, status: 'active', expectedVersion: '1' };
    expectInvalid(
      await server.workspace.put(newId(), xmlOf('1'), parameters),
      '/query/name',
      '/query/status',
      '/query/expectedVersion',
    );
  });

  it('are 400 when one is given twice', async () => {
    const path = `${server.workspace.path(`instances/${newId()}`, { name: 'A', concept: policy })}&name=B`;
    expectInvalid(await server.api.put(path, xmlOf('1')), '/query/name');
  });
});

describe('what is not there, or not free, through both doors', () => {
  /** The same save by PUT and by save-instance. */
  async function both(workspace: WorkspaceApi, of: { name: string; parent?: string; concept?: string }): Promise<Answer[]> {
    const { name, parent, concept = coverage } = of;
    return [
      await workspace.put(newId(), xmlOf('1'), { name, concept, parent }),
      await workspace.save({ instanceName: name, conceptId: concept, parentId: parent, xml: xmlOf('1') }),
    ];
  }

  it('is 404 not-found in a workspace that is not there', async () => {
    for (const answer of await both(new WorkspaceApi(server.api, newId()), { name: 'Absent' }))
      expectProblem(answer, 404, 'not-found');
  });

  it('is 409 parent-not-found below a parent that is not there', async () => {
    const parent = newId();
    for (const answer of await both(server.workspace, { name: 'Orphan', parent }))
      expectProblem(answer, 409, 'parent-not-found', { parentId: parent });
  });

  it('is 409 parent-not-found below itself', async () => {
    const id = newId();
    const answer = await server.workspace.put(id, xmlOf('1'), { name: 'Own parent', concept: coverage, parent: id });
    expectProblem(answer, 409, 'parent-not-found', { parentId: id });
  });

  it('is 409 name-taken beside a sibling of that name', async () => {
    const parent = await newRoot(server.workspace);
    await newChild(server.workspace, parent, { name: 'First' });
    for (const answer of await both(server.workspace, { name: 'First', parent }))
      expectProblem(answer, 409, 'name-taken', { instanceName: 'First' });
    expect((await server.workspace.children(parent)).items).toHaveLength(1);
  });

  it('is 413 limit-exceeded 65 ancestors deep', async () => {
    let parent = await newRoot(server.workspace);
    // The workspace is the first ancestor of the root, and the root the second of its child.
    for (let ancestors = 2; ancestors <= 64; ancestors += 1)
      parent = await newChild(server.workspace, parent, { name: 'Deeper' });
    for (const answer of await both(server.workspace, { name: 'Too deep', parent })) {
      expectProblem(answer, 413, limit, { limit: 'hierarchy-depth', max: 64 });
    }
  });
});
