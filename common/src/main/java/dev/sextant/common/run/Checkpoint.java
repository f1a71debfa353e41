package dev.sextant.common.run;

import java.io.Serializable;

/**
 * A complete checkpoint file.
 *
 * @param epoch epoch after which it was written
 * @param uri Hadoop path of the file
 * @param sha256 SHA-256 of the content, 64 hexadecimal digits
 * @param bytes length of the file
 */
public record Checkpoint(int epoch, String uri, String sha256, long bytes) implements Serializable {}
