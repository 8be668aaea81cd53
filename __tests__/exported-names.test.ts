import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import ts from 'typescript';

const LIB = fileURLToPath(new URL('../lib', import.meta.url));

const MODULES = readdirSync(LIB, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => ({
    file,
    statements: ts.createSourceFile(file, readFileSync(join(LIB, file), 'utf8'), ts.ScriptTarget.Latest, true)
      .statements,
  }));

/** What the statement declares and exports; a name that is handed on from another module is declared there. */
function declaredBy(statement: ts.Statement): string[] {
  const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
  if (!modifiers.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return [];
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.map(({ name }) => name.getText());
  const { name } = statement as ts.Statement & { readonly name?: ts.Node };
  return name === undefined ? [] : [name.getText()];
}

/** Names that the statement exports under another name than they were declared with. */
function renamedBy(statement: ts.Statement): string[] {
  if (!ts.isExportDeclaration(statement) || statement.exportClause === undefined) return [];
  if (!ts.isNamedExports(statement.exportClause)) return [];
  return statement.exportClause.elements
    .filter(({ propertyName }) => propertyName !== undefined)
    .map((element) => element.getText());
}

test('no exported name stands for two things', () => {
  const places = new Map<string, Set<string>>();
  for (const { file, statements } of MODULES) {
    for (const name of statements.flatMap(declaredBy))
      places.set(name, (places.get(name) ?? new Set()).add(file));
  }
  expect(places.size).toBeGreaterThan(600);
  expect([...places].filter(([, files]) => files.size > 1)).toEqual([]);
});

test('what is exported keeps the name that it was declared with', () => {
  expect(MODULES.flatMap(({ statements }) => statements.flatMap(renamedBy))).toEqual([]);
});
