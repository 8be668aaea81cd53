interface Props {
  readonly label: string;
  readonly heads: readonly string[];
  /** The first cell of a row is its header; null is shown as `none`. */
  readonly rows: readonly (readonly (string | null)[])[];
}

/** A table of texts that may be anybody's. */
export function Rows({ label, heads, rows }: Props) {
  return (
    <table>
      <caption>{label}</caption>
      <thead>
        <tr>
          {heads.map((head) => (
            <th scope="col" key={head}>
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([first, ...others]) => (
          <tr key={first}>
            <th scope="row">
              <bdi>{first}</bdi>
            </th>
            {others.map((text, index) => (
              <td key={heads[index + 1]}>
                <bdi>{text ?? 'none'}</bdi>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
