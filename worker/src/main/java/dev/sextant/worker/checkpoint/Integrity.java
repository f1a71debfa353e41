package dev.sextant.worker.checkpoint;

/** Whether the file of a checkpoint is what its row says. */
public enum Integrity {
    /** The file has the recorded length and SHA-256. */
    INTACT,
    /** There is no file. */
    MISSING,
    /** The file has another content. */
    ALTERED
}
