package dev.sextant.worker.image;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;

/** Folders of small pictures: circles, squares and crosses at random places on noise. */
public final class DrawnImages {
    private DrawnImages() {}

    /** Draws three classes of color images of 20 x 24 pixels. */
    public static Path draw(Path folder, int imagesPerClass) throws IOException {
        Random random = new Random(3);
        for (String shape : new String[] {"circle", "cross", "square"}) {
            Path classFolder = Files.createDirectories(folder.resolve(shape));
            for (int i = 0; i < imagesPerClass; i++) {
                ImageIO.write(
                        draw(shape, random),
                        "png",
                        classFolder.resolve(String.format("%03d.png", i)).toFile());
            }
        }
        return folder;
    }

    private static BufferedImage draw(String shape, Random random) {
        BufferedImage image = new BufferedImage(20, 24, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 24; y++) {
            for (int x = 0; x < 20; x++) {
                image.setRGB(x, y, random.nextInt(0x40) * 0x10101);
            }
        }
        Graphics2D pen = image.createGraphics();
        pen.setColor(new Color(160 + random.nextInt(90), 120 + random.nextInt(90), 100));
        int x = 1 + random.nextInt(6);
        int y = 1 + random.nextInt(8);
        switch (shape) {
            case "circle" -> pen.fillOval(x, y, 11, 11);
            case "square" -> pen.fillRect(x, y, 11, 11);
            default -> {
                pen.drawLine(x, y, x + 11, y + 11);
                pen.drawLine(x + 11, y, x, y + 11);
            }
        }
        pen.dispose();
        return image;
    }
}
