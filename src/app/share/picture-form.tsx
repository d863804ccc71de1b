import type { ReactElement } from 'react';
import { Button } from '../../design/button';
import type { Picture } from '../../diagram';
import { fileNameOf } from './file-name';
import { copyPicture, copyText, download } from './hand-over';
import { pngOf } from './png';
import type { Shared } from './share-texts';
import { usePicture } from './use-picture';

interface PictureFormProps {
  kind: 'svg' | 'png';
  shared: Shared;
  onSay: (words: string) => void;
}

/** The diagram as a picture: looked at, copied, saved. */
export function PictureForm({ kind, shared, onSay }: PictureFormProps): ReactElement {
  const picture = usePicture(shared, true);
  const name = pictureName(shared, kind);
  const save = async (): Promise<void> => {
    if (picture === undefined) return;
    download(kind === 'svg' ? svgFile(picture) : await pngOf(picture), name);
    onSay(`Saved ${name}`);
  };
  const copy = async (): Promise<void> => {
    if (picture === undefined) return;
    if (await (kind === 'svg' ? copyText(picture.svg) : copyPicture(pngOf(picture)))) {
      onSay(`${kind.toUpperCase()} copied`);
    } else await save();
  };
  const scale = kind === 'png' ? 2 : 1;
  return (
    <>
      <div className="share-picture">
        {picture === undefined ? null : (
          <img
            src={`data:image/svg+xml,${encodeURIComponent(picture.svg)}`}
            alt={`${shared.name}: ${shared.sentence}`}
            width={picture.width}
            height={picture.height}
          />
        )}
      </div>
      <p className="small second">
        {picture === undefined
          ? 'Drawing …'
          : `${picture.width * scale} × ${picture.height * scale} px${kind === 'svg' ? `, ${Math.ceil(picture.svg.length / 1000)} kB` : ''}, in the theme of this page.`}
        {kind === 'svg' ? ' One file: nothing in it is fetched or run.' : ''}
      </p>
      <div className="share-buttons">
        <Button kind="primary" disabled={picture === undefined} onClick={() => void copy()}>
          Copy {kind.toUpperCase()}
        </Button>
        <Button disabled={picture === undefined} onClick={() => void save()}>
          Download
        </Button>
      </div>
    </>
  );
}

/** What the file of a picture is called: its scenario and its moment. */
export function pictureName({ name, atMs }: Shared, extension: string): string {
  return fileNameOf(`${[...name].slice(0, 60).join('')} at ${Math.floor(atMs)} ms`, extension);
}

export function svgFile({ svg }: Picture): Blob {
  return new Blob([svg], { type: 'image/svg+xml' });
}
