// The WLCS runner loads this and, through it, drives our compositor over a Unix socket: one message of five numbers an
// operation, at most one descriptor with it, and one number back when all that follows from the operation has happened.
#define _GNU_SOURCE
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <wayland-client.h>
#include <wlcs/display_server.h>
#include <wlcs/pointer.h>
#include <wlcs/touch.h>

// The numbers are those of ConformanceServer.
enum operation { START = 1, STOP, CLIENT, POSITION, MOVE_TO, MOVE_BY, BUTTON_DOWN, BUTTON_UP, TOUCH_DOWN, TOUCH_MOVE, TOUCH_UP };

#define MOST_EXTENSIONS 128

static int control = -1;
static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;
static WlcsExtensionDescriptor extensions[MOST_EXTENSIONS];
static WlcsIntegrationDescriptor descriptor = {.version = 1, .supported_extensions = extensions};

static void fail(char const* what)
{
    perror(what);
    _exit(99);
}

static void request_with(int fd, enum operation operation, int32_t a, int32_t b, int32_t c, int32_t d)
{
    int32_t message[] = {operation, a, b, c, d}, answer;
    struct iovec bytes = {message, sizeof message};
    union { char space[CMSG_SPACE(sizeof fd)]; struct cmsghdr align; } rights = {0};
    struct msghdr header = {.msg_iov = &bytes, .msg_iovlen = 1};
    if (fd >= 0) {
        header.msg_control = rights.space;
        header.msg_controllen = sizeof rights.space;
        struct cmsghdr* c_header = CMSG_FIRSTHDR(&header);
        c_header->cmsg_level = SOL_SOCKET;
        c_header->cmsg_type = SCM_RIGHTS;
        c_header->cmsg_len = CMSG_LEN(sizeof fd);
        memcpy(CMSG_DATA(c_header), &fd, sizeof fd);
    }
    pthread_mutex_lock(&one_at_a_time);
    if (sendmsg(control, &header, MSG_NOSIGNAL) != sizeof message) fail("the compositor takes no message");
    if (recv(control, &answer, sizeof answer, MSG_WAITALL) != sizeof answer) fail("the compositor does not answer");
    pthread_mutex_unlock(&one_at_a_time);
}

static void request(enum operation operation, int32_t a, int32_t b)
{
    request_with(-1, operation, a, b, 0, 0);
}

static void start(WlcsDisplayServer* server) { (void)server; request(START, 0, 0); }
static void stop(WlcsDisplayServer* server) { (void)server; request(STOP, 0, 0); }

static int create_client_socket(WlcsDisplayServer* server)
{
    (void)server;
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends)) fail("socketpair");
    request_with(ends[1], CLIENT, ends[0], 0, 0, 0);
    close(ends[1]);
    return ends[0];
}

// A client is known by the number of its descriptor on this side, a surface by its id.
static void position_window(WlcsDisplayServer* server, struct wl_display* client, struct wl_surface* surface, int x, int y)
{
    (void)server;
    request_with(-1, POSITION, wl_display_get_fd(client), (int32_t)wl_proxy_get_id((struct wl_proxy*)surface), x, y);
}

static void move_to(WlcsPointer* pointer, wl_fixed_t x, wl_fixed_t y) { (void)pointer; request(MOVE_TO, x, y); }
static void move_by(WlcsPointer* pointer, wl_fixed_t dx, wl_fixed_t dy) { (void)pointer; request(MOVE_BY, dx, dy); }
static void button_up(WlcsPointer* pointer, int button) { (void)pointer; request(BUTTON_UP, button, 0); }
static void button_down(WlcsPointer* pointer, int button) { (void)pointer; request(BUTTON_DOWN, button, 0); }
static void destroy_pointer(WlcsPointer* pointer) { free(pointer); }

static WlcsPointer* create_pointer(WlcsDisplayServer* server)
{
    (void)server;
    WlcsPointer* pointer = calloc(1, sizeof *pointer);
    *pointer = (WlcsPointer){1, move_to, move_by, button_up, button_down, destroy_pointer};
    return pointer;
}

// Whole pixels, whatever the type says.
static void touch_down(WlcsTouch* touch, wl_fixed_t x, wl_fixed_t y) { (void)touch; request(TOUCH_DOWN, x, y); }
static void touch_move(WlcsTouch* touch, wl_fixed_t x, wl_fixed_t y) { (void)touch; request(TOUCH_MOVE, x, y); }
static void touch_up(WlcsTouch* touch) { (void)touch; request(TOUCH_UP, 0, 0); }
static void destroy_touch(WlcsTouch* touch) { free(touch); }

static WlcsTouch* create_touch(WlcsDisplayServer* server)
{
    (void)server;
    WlcsTouch* touch = calloc(1, sizeof *touch);
    *touch = (WlcsTouch){1, touch_down, touch_move, touch_up, destroy_touch};
    return touch;
}

static WlcsIntegrationDescriptor const* get_descriptor(WlcsDisplayServer const* server) { (void)server; return &descriptor; }

// WEFT_WLCS_EXTENSIONS: interface=version, separated by commas.
static void read_extensions(void)
{
    char const* list = getenv("WEFT_WLCS_EXTENSIONS");
    for (char* item = list ? strtok(strdup(list), ",") : NULL; item && descriptor.num_extensions < MOST_EXTENSIONS; item = strtok(NULL, ",")) {
        char* equals = strchr(item, '=');
        if (!equals) continue;
        *equals = 0;
        extensions[descriptor.num_extensions++] = (WlcsExtensionDescriptor){item, (uint32_t)atoi(equals + 1)};
    }
}

static void connect_once(void)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    char const* path = getenv("WEFT_WLCS_CONTROL");
    if (!path || strlen(path) >= sizeof address.sun_path) { fputs("WEFT_WLCS_CONTROL names no socket\n", stderr); _exit(98); }
    strcpy(address.sun_path, path);
    control = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connect(control, (struct sockaddr*)&address, sizeof address)) fail(path);
    read_extensions();
}

static WlcsDisplayServer* create_server(int argc, char const** argv)
{
    (void)argc;
    (void)argv;
    if (control < 0) connect_once();
    WlcsDisplayServer* server = calloc(1, sizeof *server);
    *server = (WlcsDisplayServer){3, start, stop, create_client_socket, position_window, create_pointer, create_touch, get_descriptor, NULL};
    return server;
}

static void destroy_server(WlcsDisplayServer* server) { free(server); }

__attribute__((visibility("default"))) WlcsServerIntegration const wlcs_server_integration = {1, create_server, destroy_server};
