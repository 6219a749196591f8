export interface Route {
  readonly method: string;
  /** As Fastify writes it: `/v1/workspaces/:workspaceId`. */
  readonly path: string;
}

/**
 * Every route that a Fastify server was given, read from the tree that it prints: four characters of indent for each level,
 * the methods in brackets. HEAD comes with each GET and is left out.
 */
export function routesOf(fastify: { printRoutes(options: { readonly commonPrefix: boolean }): string }): readonly Route[] {
  const path: string[] = [];
  return fastify
    .printRoutes({ commonPrefix: false })
    .split('\n')
    .flatMap((line) => {
      const match = /^((?:[│ ] {3})*)[├└]── (\S*)(?: \(([A-Z, ]+)\))?$/.exec(line);
      if (match === null) return [];
      const [, indent, part, methods] = match;
      path.splice(indent!.length / 4, Infinity, part!);
      const listed = (methods ?? '').split(', ').filter((method) => method !== '' && method !== 'HEAD');
      return listed.map((method) => ({ method, path: path.join('') }));
    });
}
