package dev.sextant.benchmarks.demo;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;

/**
 * Writes the demo's images and trains its backbone.
 *
 * <p>Two arguments: the folder of the Fashion-MNIST files and the folder to write to. The images are five kinds of upper
 * garments that even people confuse; the backbone never sees them, it learns to tell the other five classes apart.
 */
public final class DemoAssets {
    private static final Map<String, Integer> SHIPPED =
            new TreeMap<>(Map.of("t-shirt", 0, "pullover", 2, "dress", 3, "coat", 4, "shirt", 6));

    /** Trouser, sandal, sneaker, bag, ankle boot. */
    private static final List<Integer> OTHERS = List.of(1, 5, 7, 8, 9);

    private static final int IMAGES_A_CLASS = 400;
    private static final int PRETRAINING_IMAGES_A_CLASS = 2000;

    private DemoAssets() {}

    public static void main(String[] args) throws IOException {
        if (args.length != 2) {
            throw new IllegalArgumentException("Expected two arguments, the folder of the Fashion-MNIST files and the "
                    + "folder to write to, but got " + args.length);
        }
        FashionMnist source = FashionMnist.read(Path.of(args[0]));
        Path target = Path.of(args[1]);
        for (Map.Entry<String, Integer> garment : SHIPPED.entrySet()) {
            writeImages(
                    target.resolve("fashion").resolve(garment.getKey()),
                    source.first(IMAGES_A_CLASS, garment.getValue()));
        }
        List<List<byte[]>> others = OTHERS.stream()
                .map(label -> source.first(PRETRAINING_IMAGES_A_CLASS, label))
                .toList();
        DemoBackbone.train(others, target);
    }

    private static void writeImages(Path folder, List<byte[]> images) throws IOException {
        Files.createDirectories(folder);
        for (int i = 0; i < images.size(); i++) {
            BufferedImage image = new BufferedImage(FashionMnist.SIZE, FashionMnist.SIZE, BufferedImage.TYPE_BYTE_GRAY);
            image.getRaster().setDataElements(0, 0, FashionMnist.SIZE, FashionMnist.SIZE, images.get(i));
            ImageIO.write(
                    image,
                    "png",
                    folder.resolve(String.format(Locale.ROOT, "%03d.png", i)).toFile());
        }
    }
}
