import { describe, expect, it } from '@jest/globals';
import {
  childrenParameters,
  createWorkspaceRequest,
  deleteInstanceRequest,
  instancePath,
  noParameters,
  pageLimit,
  putInstanceParameters,
  restoreInstanceRequest,
  saveInstanceRequest,
} from './requests.js';

const id = '0f8fad5b-d9cb-469f-a165-70867728950e';
const accepts = (schema: { safeParse(value: unknown): { success: boolean } }, value: unknown) => schema.safeParse(value).success;

describe('a request', () => {
  it.each([
    ['save-instance', saveInstanceRequest, { xml: '<a/>' }],
    ['create-workspace', createWorkspaceRequest, { name: 'Customer' }],
    ['delete-instance', deleteInstanceRequest, { instanceId: id }],
    ['restore-instance', restoreInstanceRequest, { deletionId: id }],
    ['PUT', putInstanceParameters, {}],
    ['children', childrenParameters, {}],
    ['a query without parameters', noParameters, {}],
    ['a path', instancePath, { workspaceId: id, instanceId: id }],
  ])('of %s takes what it needs, and no field that it does not know', (_name, schema, least) => {
    expect(accepts(schema, least)).toBe(true);
    expect(accepts(schema, { ...least, unknown: 1 })).toBe(false);
    expect(accepts(schema, [least])).toBe(false);
  });

  it('gives ids in lower case, wherever they stand', () => {
    const upper = id.toUpperCase();
    const parsed = saveInstanceRequest.parse({ xml: '', instanceId: upper, conceptId: upper, parentId: upper, access: [upper] });
    expect(parsed).toEqual({ xml: '', instanceId: id, conceptId: id, parentId: id, access: [id] });
  });

  it.each([0, -1, 1.5, '1', 'ANY', null, 2 ** 53])('expects no version %j', (expectedVersion) => {
    expect(accepts(saveInstanceRequest, { xml: '', expectedVersion })).toBe(false);
  });

  it('expects a version or any', () => {
    expect(accepts(saveInstanceRequest, { xml: '', expectedVersion: 1 })).toBe(true);
    expect(accepts(saveInstanceRequest, { xml: '', expectedVersion: 'any' })).toBe(true);
  });

  it('names between one and 10,000 who may see an instance', () => {
    const access = (count: number) => accepts(saveInstanceRequest, { xml: '', access: Array.from({ length: count }, () => id) });
    expect([0, 1, 10_000, 10_001].map(access)).toEqual([false, true, true, false]);
  });

  it('makes Customer workspaces only', () => {
    expect(accepts(createWorkspaceRequest, { name: 'a', kind: 'customer' })).toBe(true);
    expect(accepts(createWorkspaceRequest, { name: 'a', kind: 'server-owner' })).toBe(false);
    expect(accepts(createWorkspaceRequest, { kind: 'customer' })).toBe(false);
  });

  it('restores either a deletion or an instance', () => {
    expect(accepts(restoreInstanceRequest, { instanceId: id })).toBe(true);
    expect(accepts(restoreInstanceRequest, {})).toBe(false);
    expect(accepts(restoreInstanceRequest, { deletionId: id, instanceId: id })).toBe(false);
  });

  it('asks for at most 1,000 items of a page', () => {
    expect(pageLimit).toEqual({ default: 100, max: 1_000 });
    expect(childrenParameters.parse({ limit: '1000' }).limit).toBe(1_000);
    expect(accepts(childrenParameters, { limit: '1001' })).toBe(false);
    expect(accepts(childrenParameters, { cursor: 'a'.repeat(4_097) })).toBe(false);
  });
});
