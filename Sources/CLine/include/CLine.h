int line_placeholder(void);
