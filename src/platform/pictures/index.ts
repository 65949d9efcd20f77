export { drawingAsPng, openPicture, type Pixels, pictureOf } from './picture-library.js';
