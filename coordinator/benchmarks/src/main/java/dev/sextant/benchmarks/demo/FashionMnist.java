package dev.sextant.benchmarks.demo;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Reads the training part of Fashion-MNIST (Xiao, Rasul and Vollgraf, arXiv:1708.07747) from its IDX files. */
final class FashionMnist {
    /** Side of an image, pixels. */
    static final int SIZE = 28;

    private static final int IMAGES_MAGIC = 2051;
    private static final int LABELS_MAGIC = 2049;

    private final byte[][] images;
    private final byte[] labels;

    private FashionMnist(byte[][] images, byte[] labels) {
        this.images = images;
        this.labels = labels;
    }

    /** @param folder holds {@code train-images-idx3-ubyte.gz} and {@code train-labels-idx1-ubyte.gz} */
    static FashionMnist read(Path folder) throws IOException {
        byte[] labels;
        try (DataInputStream in = open(folder.resolve("train-labels-idx1-ubyte.gz"), LABELS_MAGIC)) {
            labels = in.readNBytes(in.readInt());
        }
        byte[][] images;
        try (DataInputStream in = open(folder.resolve("train-images-idx3-ubyte.gz"), IMAGES_MAGIC)) {
            images = new byte[in.readInt()][];
            int pixels = in.readInt() * in.readInt();
            for (int i = 0; i < images.length; i++) {
                images[i] = in.readNBytes(pixels);
            }
        }
        return new FashionMnist(images, labels);
    }

    private static DataInputStream open(Path file, int magic) throws IOException {
        DataInputStream in =
                new DataInputStream(new BufferedInputStream(new GZIPInputStream(Files.newInputStream(file))));
        int found = in.readInt();
        if (found != magic) {
            in.close();
            throw new IOException(
                    file + " begins with " + found + ", not with " + magic + " as an IDX file of its kind");
        }
        return in;
    }

    /** The first {@code count} images of a class, 28 rows of 28 bytes, white on black. */
    List<byte[]> first(int count, int label) {
        List<byte[]> found = new ArrayList<>();
        for (int i = 0; i < images.length && found.size() < count; i++) {
            if (labels[i] == label) {
                found.add(images[i]);
            }
        }
        return found;
    }
}
