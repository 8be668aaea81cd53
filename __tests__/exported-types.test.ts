import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import ts from 'typescript';

/** The declarations as one sees them that has the library installed. */
const DIST = fileURLToPath(new URL('../dist', import.meta.url));

/** `Balancer names IsolatingEmitter`, for each type of the library's own that is named and cannot be imported. */
function namedButNotExported(): string[] {
  const program = ts.createProgram([join(DIST, 'index.d.ts')], {
    module: ts.ModuleKind.NodeNext,
    // What is not lbsim's own is none of this test's business, and takes long to read.
    types: [],
    noLib: true,
    noEmit: true,
  });
  const checker = program.getTypeChecker();
  const own = (symbol: ts.Symbol): boolean =>
    symbol.declarations?.some((declaration) => declaration.getSourceFile().fileName.startsWith(DIST)) ===
    true;
  const meant = (symbol: ts.Symbol): ts.Symbol =>
    (symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol);
  const index = program.getSourceFile(join(DIST, 'index.d.ts'));
  const module = index && checker.getSymbolAtLocation(index);
  const exported = new Set(module ? checker.getExportsOfModule(module).map(meant) : []);
  expect(exported.size).toBeGreaterThan(50);
  const missing = new Set<string>();
  for (const symbol of exported) {
    const look = (node: ts.Node): void => {
      const name = ts.isTypeReferenceNode(node)
        ? node.typeName
        : ts.isExpressionWithTypeArguments(node)
          ? node.expression
          : undefined;
      const found = name && checker.getSymbolAtLocation(name);
      const type = found && meant(found);
      if (type && own(type) && (type.flags & ts.SymbolFlags.TypeParameter) === 0 && !exported.has(type))
        missing.add(`${symbol.name} names ${type.name}`);
      ts.forEachChild(node, look);
    };
    for (const declaration of symbol.declarations ?? []) if (own(symbol)) look(declaration);
  }
  return [...missing].sort();
}

it('every type that an exported declaration names is exported too', () => {
  expect(namedButNotExported()).toEqual([]);
});
