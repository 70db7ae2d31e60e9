// Upload File… and Upload Folder…; Upload to Board… and Download… are in transfers/.

import { uploadChosen, type UploadParts } from "../transfers/uploads.ts";

export function uploadFiles(parts: UploadParts, argument: unknown, selected: unknown): Promise<void> {
  return uploadChosen(parts, argument, selected, "file");
}

export function uploadFolder(parts: UploadParts, argument: unknown, selected: unknown): Promise<void> {
  return uploadChosen(parts, argument, selected, "folder");
}
