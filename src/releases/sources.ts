import type { SourceKind } from '../model/release.ts';
import { huggingFace } from './hugging-face.ts';
import { modelList } from './model-list.ts';
import { ollamaLibrary } from './ollama-library.ts';
import { releaseFile } from './release-file.ts';
import type { SourceReader } from './source.ts';

/** Every kind of source. To add one: name it in `model/release.ts`, give it a file here, and register it. */
export const SOURCES = {
  huggingface: huggingFace,
  ollama: ollamaLibrary,
  models: modelList,
  file: releaseFile,
} satisfies Record<SourceKind, SourceReader>;
