/** A model's name, whole, that may break after its marks, but for the point of a number, as well as between Han characters. */
export function ModelName({ name }: { readonly name: string }) {
  const parts = name.split(/(?<=[-_/:@]|(?<!\d)\.|\.(?!\d))(?=[^-_/.:@])/);
  return (
    <>
      {parts.map((part, i) => (
        <>
          {i > 0 && <wbr />}
          {part}
        </>
      ))}
    </>
  );
}
