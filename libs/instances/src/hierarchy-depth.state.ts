import { limits, type InstanceId } from '@datakeep/kernel';
import type { InstanceRefusal } from './instance.refusals.js';
import type { InstanceState } from './instance.state.js';

/**
 * The refusal of a tree whose deepest instance would have more ancestors than the limit allows (design, section 2, "Limits
 * with names"). `hierarchy` is that of its root, `levels` counts below the root.
 */
export function refusedDepth(hierarchy: string, levels: number): InstanceRefusal | undefined {
  const ancestors = hierarchy.split('/').length - 2;
  if (ancestors + levels <= limits.hierarchyDepthMax) return undefined;
  return { refused: 'limit-exceeded', limit: 'hierarchy-depth', max: limits.hierarchyDepthMax };
}

/** How many levels a tree has below its root. It is named root first, parents before their children. */
export function levelsBelow([root, ...below]: readonly Pick<InstanceState, 'instanceId' | 'parentId'>[]): number {
  const levels = new Map<InstanceId, number>();
  let deepest = 0;
  if (root !== undefined) levels.set(root.instanceId, 0);
  for (const { instanceId, parentId } of below) {
    const level = (levels.get(parentId) ?? 0) + 1;
    levels.set(instanceId, level);
    deepest = Math.max(deepest, level);
  }
  return deepest;
}
