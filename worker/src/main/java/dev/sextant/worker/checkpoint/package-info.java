/**
 * Checkpoints in a folder that the driver and all executors share, on any file system of Hadoop.
 *
 * <p>A local file that a trainer saved comes in; a complete {@link dev.sextant.common.run.Checkpoint} goes out. {@link
 * dev.sextant.worker.checkpoint.CheckpointStore} is the entry point; {@link dev.sextant.worker.checkpoint.FolderProbe}
 * checks at the start of a study that the folder is shared.
 */
package dev.sextant.worker.checkpoint;
