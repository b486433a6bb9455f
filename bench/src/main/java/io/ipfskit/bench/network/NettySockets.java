package io.ipfskit.bench.network;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/// Netty on its NIO event loops, one per core.
@SuppressWarnings(
        "FutureReturnValueIgnored") // a failure closes the channel, and ends the measurement
record NettySockets() implements NetworkBench.Contender {
    @Override
    public double echo(int connections, long nanos) throws Exception {
        LongAdder trips = new LongAdder();
        return measured(
                Echo::new,
                loops -> {
                    long began = System.nanoTime();
                    run(loops, connections, () -> new Caller(trips, began + nanos));
                    return trips.sum() * 1e9 / (System.nanoTime() - began);
                });
    }

    @Override
    public void serve(IntConsumer port) throws Exception {
        measured(
                Echo::new,
                loops -> {
                    port.accept(((InetSocketAddress) loops.server().localAddress()).getPort());
                    loops.server().closeFuture().sync();
                    return 0;
                });
    }

    @Override
    public double stream(long nanos) throws Exception {
        LongAdder bytes = new LongAdder();
        return measured(
                () -> new Sink(bytes),
                loops -> {
                    long began = System.nanoTime();
                    run(loops, 1, () -> new Pourer(began + nanos));
                    return bytes.sum() * 1e9 / (System.nanoTime() - began);
                });
    }

    private record Loops(EventLoopGroup group, Channel server) {}

    private interface Measured {
        double of(Loops loops) throws Exception;
    }

    private static double measured(Supplier<ChannelHandler> server, Measured body)
            throws Exception {
        EventLoopGroup group =
                new MultiThreadIoEventLoopGroup(
                        Runtime.getRuntime().availableProcessors(), NioIoHandler.newFactory());
        try {
            Channel listening =
                    new ServerBootstrap()
                            .group(group)
                            .channel(NioServerSocketChannel.class)
                            .option(ChannelOption.SO_BACKLOG, 1_024)
                            .childOption(ChannelOption.TCP_NODELAY, true)
                            .childHandler(initializer(server))
                            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                            .sync()
                            .channel();
            return body.of(new Loops(group, listening));
        } finally {
            group.shutdownGracefully(0, 1, java.util.concurrent.TimeUnit.SECONDS).sync();
        }
    }

    private static void run(Loops loops, int connections, Supplier<ChannelHandler> client)
            throws InterruptedException {
        List<Channel> clients = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            clients.add(
                    new Bootstrap()
                            .group(loops.group())
                            .channel(NioSocketChannel.class)
                            .option(ChannelOption.TCP_NODELAY, true)
                            .handler(initializer(client))
                            .connect(loops.server().localAddress())
                            .sync()
                            .channel());
        }
        for (Channel one : clients) {
            one.closeFuture().sync();
        }
    }

    private static ChannelInitializer<Channel> initializer(Supplier<ChannelHandler> handler) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(handler.get());
            }
        };
    }

    private static final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            context.writeAndFlush(message, context.voidPromise());
        }
    }

    private static final class Caller extends ChannelInboundHandlerAdapter {
        private final LongAdder trips;
        private final long until;
        private int missing;

        Caller(LongAdder trips, long until) {
            this.trips = trips;
            this.until = until;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            call(context);
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf echoed = (ByteBuf) message;
            missing -= echoed.readableBytes();
            echoed.release();
            if (missing == 0) {
                trips.increment();
                call(context);
            }
        }

        private void call(ChannelHandlerContext context) {
            if (System.nanoTime() >= until) {
                context.close();
                return;
            }
            missing = MESSAGE;
            context.writeAndFlush(
                    context.alloc().ioBuffer(MESSAGE).writeZero(MESSAGE), context.voidPromise());
        }
    }

    private static final class Sink extends ChannelInboundHandlerAdapter {
        private final LongAdder bytes;

        Sink(LongAdder bytes) {
            this.bytes = bytes;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf received = (ByteBuf) message;
            bytes.add(received.readableBytes());
            received.release();
        }
    }

    private static final class Pourer extends ChannelInboundHandlerAdapter {
        private static final ByteBuf CONTENT =
                Unpooled.unreleasableBuffer(Unpooled.directBuffer(PIECE).writeZero(PIECE));

        private final long until;

        Pourer(long until) {
            this.until = until;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            pour(context);
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            pour(context);
        }

        private void pour(ChannelHandlerContext context) {
            while (context.channel().isWritable()) {
                if (System.nanoTime() >= until) {
                    context.close();
                    return;
                }
                context.write(CONTENT.duplicate());
                if (!context.channel().isWritable()) {
                    context.flush();
                }
            }
        }
    }
}
